namespace NewsBot.Newsroom.Items;

/// <summary>Does a step let the news pass?</summary>
public enum Verdict
{
    Fine,

    /// <summary>It will pass by itself.</summary>
    Waits,

    /// <summary>It does not pass until somebody acts, or never.</summary>
    Stops,
}

/// <summary>What a step on the way from a source to a channel looks at. For each, what the other members of <see cref="WhyStep"/> say.</summary>
public enum WhyPoint
{
    /// <summary>Subject: the source. At: when it was last read; null: never.</summary>
    SourceRead,

    /// <summary>Subject: the source. Count: reads that failed in a row. Detail: the last error.</summary>
    SourceFails,

    /// <summary>As <see cref="SourceFails"/>, and it is not asked again.</summary>
    SourceParked,

    /// <summary>At: when the item was first stored. Detail: <c>archive</c> when it came with the source's first read.</summary>
    FirstSeen,

    /// <summary>Subject: the last id that the item had before. Count: how many it had. At: when it took the present one.</summary>
    SameItem,

    /// <summary>At: since when it is missing from its source, with too many others to be taken back without an answer.</summary>
    Vanished,

    /// <summary>Detail: <c>public</c>, <c>scheduled</c>, <c>held</c>, <c>withdrawn</c>, <c>retracted</c>, <c>gone</c> or <c>expired</c>. At: since when, or until when.</summary>
    State,

    /// <summary>The item has no topic, so it goes nowhere.</summary>
    NoTopic,

    /// <summary>Subject: the topic's slug. Detail: its name.</summary>
    Topic,

    /// <summary>Subject: the topic's slug. At: since when.</summary>
    TopicMuted,

    /// <summary>Subject: the topic's slug. It leads nowhere.</summary>
    NoRoute,

    /// <summary>Subject: the address. Detail: the topic's slug. At: since when.</summary>
    Route,

    /// <summary>As <see cref="Route"/>: the item was public before the route began.</summary>
    RouteTooNew,

    /// <summary>Subject: the address. Detail: why the route's filter lets the item pass or not, in words that hold text of the item.</summary>
    Filter,

    /// <summary>Subject: the lane. Detail: the reason. At: since when.</summary>
    LaneDown,

    /// <summary>Subject: the address. Detail: the reason. At: since when.</summary>
    Parked,

    /// <summary>Subject: the source. Count: how many posts of it wait for the answer of staff.</summary>
    Fuse,

    /// <summary>Subject: the address. Count: how many messages go before it, one at a time.</summary>
    Queue,

    /// <summary>As <see cref="Post"/>: one message with many items.</summary>
    RoundUp,

    /// <summary>Subject: the address. Place: the delivery. Detail: its last error.</summary>
    Post,

    /// <summary>Subject: the address. A route leads there, and nothing is owed: the archive, a muted time, or a route that began later.</summary>
    NothingOwed,

    /// <summary>Subject: an announcement channel. At: when the post there was published to the servers that follow it, or will be. Count: how many are before it; null: it does not wait. Detail: why it was not published.</summary>
    Published,

    /// <summary>Subject: the topic's newest item, by title; null: it has none. At: when it became public. Count: its id.</summary>
    NewestItem,
}

/// <summary>One step on the way from a source to a channel, in order.</summary>
public sealed record WhyStep(WhyPoint Point, Verdict Verdict)
{
    public string? Subject { get; init; }

    /// <summary>Of a <see cref="WhyPoint.Parked"/> address.</summary>
    public string? Lane { get; init; }
    public string? Detail { get; init; }
    public DateTimeOffset? At { get; init; }
    public long? Count { get; init; }
    public Place? Place { get; init; }
}
