using NewsBot.Newsroom.Items;

namespace NewsBot.Digest.Editions;

/// <summary>Where an edition stands. Whether it is finished is a question to the deliveries.</summary>
public enum EditionState
{
    /// <summary>Marks where the first period of a plan begins: what was public before is never mailed.</summary>
    Baseline,

    /// <summary>Nothing was new: nobody gets a mail.</summary>
    Empty,

    Open,

    /// <summary>Staff took it back before anybody had it.</summary>
    Cancelled,
}

/// <summary>One dated issue of a plan.</summary>
public sealed record Edition
{
    public required long Id { get; init; }
    public required string Plan { get; init; }

    /// <summary>Unique in its plan, and part of its address for ever: such as <c>2026-W47</c>.</summary>
    public required string Name { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The date of its mails, and their idea of today: a repeat has the same bytes.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
    public required EditionState State { get; init; }
    public required int ItemCount { get; init; }

    /// <summary>A word of the editors.</summary>
    public string? Note { get; init; }

    /// <summary>Staff stopped its mails; what was out stays.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    public Period Period => new(StartsAt, EndsAt);
}

/// <summary>An item as an edition shows it.</summary>
public sealed record EditionItem
{
    public required long Id { get; init; }
    public required int Revision { get; init; }
    public required string Kind { get; init; }
    public required string Title { get; init; }
    public string? Url { get; init; }
    public string? Summary { get; init; }

    /// <summary>Absolute http(s) URL, or an absolute file path.</summary>
    public string? ImageUrl { get; init; }
    public string? ImageAlt { get; init; }
    public string? ImageCredit { get; init; }
    public string? Correction { get; init; }
    public required DateTimeOffset ShownAt { get; init; }
    public DateTimeOffset? DeadlineAt { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Where an event takes place: an address, a room, or an http(s) address.</summary>
    public string? Location { get; init; }
    public Notify Notify { get; init; }

    /// <summary>Stands above the topics.</summary>
    public bool IsBreaking => Notify == Notify.Breaking;

    /// <summary>Of an earlier edition, which this reader did not get.</summary>
    public bool Missed { get; init; }

    /// <summary>By id, oldest topic first.</summary>
    public IReadOnlyList<EditionTopic> Topics { get; init; } = [];
}

/// <summary>A topic of an item.</summary>
public sealed record EditionTopic(long ItemId, long Id, string Slug, string Name);

/// <summary>An item of an earlier edition that was corrected, or withdrawn, in this one's period.</summary>
public sealed record Amendment
{
    public required long Id { get; init; }
    public required string Title { get; init; }
    public string? Url { get; init; }

    /// <summary>Null: it was withdrawn.</summary>
    public string? Correction { get; init; }

    /// <summary>Why it was withdrawn, as staff said.</summary>
    public string? Retraction { get; init; }
    public IReadOnlyList<EditionTopic> Topics { get; init; } = [];
}

/// <summary>All that an edition has to show, as it may be shown now.</summary>
/// <param name="Items">Newest first.</param>
public sealed record Issue(DigestPlan Plan, Edition Edition, IReadOnlyList<EditionItem> Items, IReadOnlyList<Amendment> Amendments)
{
    /// <summary>Not null: a test that a member of staff asked for, and no mail that a reader may take for an edition.</summary>
    public long? TestId { get; init; }
}
