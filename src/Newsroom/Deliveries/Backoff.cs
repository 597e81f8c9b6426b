namespace NewsBot.Newsroom.Deliveries;

/// <summary>How long to wait after the n-th failure: 2 s, 4 s, 8 s … one hour, each a tenth more or less so that rows do not march in step.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromHours(1);

    /// <param name="jitter">From 0 to 1.</param>
    public static TimeSpan After(int failures, double jitter)
    {
        var seconds = Math.Min(Ceiling.TotalSeconds, Math.Pow(2, Math.Clamp(failures, 1, 20)));
        return TimeSpan.FromSeconds(seconds * (0.9 + (0.2 * jitter)));
    }
}
