namespace NewsBot.Discord.Rest;

/// <summary>
/// The limit over all routes: 50 requests a second for a bot (Discord, "Global Rate Limit"). A token bucket that refills
/// at 45 a second and holds 5, so that no second, wherever it begins, sees more than 50. Not thread-safe.
/// </summary>
internal sealed class GlobalLimit
{
    private const int PerSecond = 45;
    private const int Burst = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1) / PerSecond;

    private TimeSpan full;   // when the bucket is full again (the "theoretical arrival time" of GCRA)
    private TimeSpan opens;  // after a global 429

    public TimeSpan Wait(TimeSpan now)
    {
        var earliest = full - Interval * (Burst - 1);
        var next = earliest > opens ? earliest : opens;
        return next > now ? next - now : TimeSpan.Zero;
    }

    public void Enter(TimeSpan now) => full = (full > now ? full : now) + Interval;

    public void Close(TimeSpan wait, TimeSpan now) => opens = now + wait > opens ? now + wait : opens;
}
