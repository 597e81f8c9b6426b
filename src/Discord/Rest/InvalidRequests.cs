namespace NewsBot.Discord.Rest;

/// <summary>
/// Counts refused requests. Discord bans a network address for a while after 10,000 answers of 401, 403 or 429 (shared
/// ones excepted) in 10 minutes; other programs may sit behind the same address, so this client stops far earlier.
/// Source: Discord API reference, "Invalid Request Limit". Not thread-safe.
/// </summary>
internal sealed class InvalidRequests
{
    public const int Most = 500;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Queue<TimeSpan> times = new(Most);

    public void Count(TimeSpan now)
    {
        if (times.Count == Most)
            times.Dequeue();
        times.Enqueue(now);
    }

    /// <summary>How long to send nothing: until fewer than <see cref="Most"/> lie in the window.</summary>
    public TimeSpan Wait(TimeSpan now)
    {
        while (times.TryPeek(out var oldest) && now - oldest >= Window)
            times.Dequeue();
        return times.Count < Most ? TimeSpan.Zero : times.Peek() + Window - now;
    }
}
