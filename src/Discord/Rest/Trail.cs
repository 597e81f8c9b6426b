namespace NewsBot.Discord.Rest;

/// <summary>
/// When the requests of one route went, to find and to keep a limit that no header names: Discord has some per channel, as
/// about 30 a minute beside 5 in 5 s (discord-api-docs#367, #1454). Instants are spans since the client's start. Not thread-safe.
/// </summary>
internal sealed class Trail
{
    /// <summary>Windows beyond it are never assumed: a wait of twenty minutes is about one message, not about the route (discord-api-docs#6109).</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    // Fewer requests than that prove nothing of a route.
    private const int Fewest = 10;

    // All that go in the longest window at 5 in 5 s.
    private const int Most = 120;

    private readonly LinkedList<TimeSpan> sent = [];

    public void Note(TimeSpan now)
    {
        if (sent.Count == Most)
            sent.RemoveFirst();
        sent.AddLast(now);
    }

    /// <summary>The newest request was refused, so it counts for nothing.</summary>
    public void Refused()
    {
        if (sent.Count > 0)
            sent.RemoveLast();
    }

    /// <summary>What a refusal although the bucket was not empty says: as many as went since the window's first one are allowed until it opens again.</summary>
    public HiddenLimit? Infer(TimeSpan opens, TimeSpan now)
    {
        while (sent.First is { } first && opens - first.Value > Longest)
            sent.RemoveFirst();
        return sent.Count < Fewest ? null : new HiddenLimit(sent.Count, opens - sent.First!.Value, now);
    }

    public TimeSpan Wait(HiddenLimit? limit, TimeSpan now)
    {
        if (limit is null || sent.Count < limit.Count || now - limit.LearnedAt >= HiddenLimit.Lasts)
            return TimeSpan.Zero;
        var newest = sent.Last!;
        for (var n = 1; n < limit.Count; n++)
            newest = newest.Previous!;
        var opens = newest.Value + limit.Window;
        return opens > now ? opens - now : TimeSpan.Zero;
    }
}

/// <param name="Count">Requests of one route and channel.</param>
/// <param name="Window">Within it.</param>
/// <param name="LearnedAt">For <see cref="Lasts"/> every channel of the route keeps it, so that not each must be refused first.</param>
internal sealed record HiddenLimit(int Count, TimeSpan Window, TimeSpan LearnedAt)
{
    /// <summary>A guess must not slow a newsroom down for ever (discord-net/Discord.Net#2512).</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    public double PerSecond => Count / Window.TotalSeconds;
}
