namespace NewsBot.Newsroom.Deliveries;

/// <summary>How long to wait after the n-th failed attempt: 2 s, 4 s, 8 s … one hour, each a tenth more or less so that rows do not march in step.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromHours(1);

    /// <param name="jitter">From 0 to 1.</param>
    public static TimeSpan After(int attempt, double jitter)
    {
        var seconds = Math.Min(Ceiling.TotalSeconds, Math.Pow(2, Math.Clamp(attempt, 1, 20)));
        return TimeSpan.FromSeconds(seconds * (0.9 + (0.2 * jitter)));
    }
}
