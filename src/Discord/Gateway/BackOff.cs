namespace NewsBot.Discord.Gateway;

/// <summary>How long to wait before the next connection: a range, from which the loop chooses at random.</summary>
internal sealed record BackOff(TimeSpan Least, TimeSpan Most)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>The last that doubles; 2^6 s is past <see cref="Longest"/>.</summary>
    private const int MostDoublings = 6;

    /// <summary>Identifies in a row that may follow each other in seconds.</summary>
    private const int MostHastyIdentifies = 5;

    /// <summary>At once, because an interaction that is replayed must be answered within 3 seconds of its making.</summary>
    public static BackOff None { get; } = new(TimeSpan.Zero, TimeSpan.Zero);

    /// <param name="failures">Connections that ended before this one since the last quiet minute.</param>
    public static BackOff After(int failures)
    {
        var most = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Clamp(failures, 1, MostDoublings))));
        return new BackOff(TimeSpan.FromSeconds(Math.Max(Shortest.TotalSeconds, most.TotalSeconds / 2)), most);
    }

    /// <summary>After "invalid session" Discord wants a random 1 to 5 seconds. Source: Discord, "Resuming".</summary>
    public static BackOff AfterInvalidSession(int failures)
    {
        var usual = After(failures);
        return usual.Most > InvalidSession.Most ? usual : InvalidSession;
    }

    /// <summary>When identify after identify leads nowhere: 24 hours of it cost 300 of the day's 1,000, not all of them.</summary>
    public BackOff Identifying(int identifies) => identifies < MostHastyIdentifies ? this : new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));

    private static BackOff InvalidSession { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
}
