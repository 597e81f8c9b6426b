namespace NewsBot.Newsroom.Items;

/// <summary>What a read must know of an item to see whether it changed.</summary>
public sealed record KnownItem
{
    public required long Id { get; init; }
    public required string ExternalId { get; init; }
    public required string ContentHash { get; init; }
    public required ItemState State { get; init; }

    /// <summary>Staff retracted it: it stays withdrawn though its source has it.</summary>
    public bool Retracted { get; init; }

    /// <summary>Its source did not have it at the last read.</summary>
    public bool Gone { get; init; }
    public string? Url { get; init; }
    public string Title { get; init; } = "";
    public DateTimeOffset? PublishedAt { get; init; }
}
