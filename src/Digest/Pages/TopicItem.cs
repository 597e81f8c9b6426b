namespace NewsBot.Digest.Pages;

/// <summary>A public item as pages and feeds show it; its texts are as the source gave them.</summary>
internal sealed record TopicItem
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
    public string? Author { get; init; }
    public string? Correction { get; init; }

    /// <summary>The order of pages goes by this.</summary>
    public required DateTimeOffset PublicAt { get; init; }

    /// <summary>The date that readers see.</summary>
    public required DateTimeOffset ShownAt { get; init; }

    /// <summary>The last change that matters; null: there was none.</summary>
    public DateTimeOffset? RevisedAt { get; init; }
    public DateTimeOffset? DeadlineAt { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public string? Location { get; init; }
}

/// <summary>A topic that one of these items has too.</summary>
internal sealed record OtherTopic(long ItemId, string Slug, string Name);

/// <summary>A topic in the list of all.</summary>
internal sealed record ListedTopic
{
    public required string Slug { get; init; }
    public required string Name { get; init; }

    /// <summary>Null: nothing is public.</summary>
    public DateTimeOffset? NewestAt { get; init; }
}
