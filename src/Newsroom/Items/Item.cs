namespace NewsBot.Newsroom.Items;

/// <summary>Where an item stands. What is not public now leaves by no door, and that is asked again at the moment of sending.</summary>
public enum ItemState
{
    Scheduled,
    Public,
    Withdrawn,

    /// <summary>Staff keep it back until they release it.</summary>
    Held,
}

/// <summary>How loudly an item's posts arrive.</summary>
public enum Notify
{
    /// <summary>As the route says.</summary>
    Normal,
    Silent,
    Breaking,
}

/// <summary>A stored piece of news. Its texts are as the source gave them: escape them for the place they go to.</summary>
public sealed record Item
{
    public required long Id { get; init; }
    public required string Source { get; init; }
    public required string ExternalId { get; init; }
    public required string WhereFound { get; init; }
    public required string Kind { get; init; }
    public required string Title { get; init; }
    public string? Url { get; init; }
    public string? Summary { get; init; }
    public string? Body { get; init; }
    public TextFormat BodyFormat { get; init; }

    /// <summary>Absolute http(s) URL, or an absolute file path.</summary>
    public string? ImageUrl { get; init; }
    public string? ImageAlt { get; init; }
    public string? ImageCredit { get; init; }
    public string? Author { get; init; }
    public string? Correction { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset? PublishAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? DeadlineAt { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public string? Location { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public required ItemState State { get; init; }

    /// <summary>Counts up with every change and with every withdrawal.</summary>
    public required int Revision { get; init; }
    public required string ContentHash { get; init; }
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When NewsBot made it public; for the archive of a new source, its own date. Digest windows go by this.</summary>
    public DateTimeOffset? PublicAt { get; init; }
    public Notify Notify { get; init; }

    /// <summary>Why staff retracted it, as they wrote it; null when they gave no reason, or did not retract it.</summary>
    public string? Retraction { get; init; }

    /// <summary>Since when its source has it no more.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    /// <summary>It was there before its source was watched: it is stored, and no read of the source ever posts it. Staff may.</summary>
    public bool Archived { get; init; }

    /// <summary>May it leave the house at this instant? The one rule of every door: routing, sending, digests, pages.</summary>
    public bool IsPublic(DateTimeOffset now) =>
        State == ItemState.Public && !(PublishAt > now) && !(ExpiresAt <= now);
}
