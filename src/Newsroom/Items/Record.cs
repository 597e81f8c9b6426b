namespace NewsBot.Newsroom.Items;

/// <summary>A piece of news as its source gives it. Texts are plain, but for the body, and still hostile: escape for the place they go to.</summary>
public sealed record Record
{
    /// <summary>The source's own id, compared character by character; never a date.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Where a person would look for it, such as a path relative to the source's folder. For messages only.</summary>
    public required string Where { get; init; }

    /// <summary><c>story</c>, <c>photo</c>, <c>readout</c>, <c>announcement</c>, <c>event</c>, or another word in lower case.</summary>
    public string Kind { get; init; } = "story";

    /// <summary>One line of plain text.</summary>
    public required string Title { get; init; }

    /// <summary>Absolute http(s) address of the item on the site, or null.</summary>
    public string? Url { get; init; }

    /// <summary>Plain text teaser, at most a few sentences.</summary>
    public string? Summary { get; init; }

    public string? Body { get; init; }

    public TextFormat BodyFormat { get; init; }

    public Picture? Image { get; init; }

    public string? Author { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Embargo: public from this instant on.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>Not public any more from this instant on.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? DeadlineAt { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Where an event takes place: an address, a room, or an http(s) address.</summary>
    public string? Location { get; init; }

    /// <summary>When its source says it was last changed; nobody is shown it, and it is no part of the hash.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    public Notify Notify { get; init; }

    /// <summary>What was wrong and is right now, in one sentence; shown with the item.</summary>
    public string? Correction { get; init; }

    /// <summary>Slugs of the item's topics.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>SHA-256 in lower-case hex over all that a reader could see; equal hash, nothing changed.</summary>
    public required string ContentHash { get; init; }
}

/// <summary>A picture that goes with a record.</summary>
/// <param name="Address">Absolute http(s) URL, or the absolute path of a file that the source has found inside its own folder.</param>
/// <param name="Alt">What a person who cannot see it should know.</param>
/// <param name="Credit">Who made it.</param>
public sealed record Picture(string Address, string? Alt, string? Credit)
{
    public bool IsFile => !Address.StartsWith("http://", StringComparison.Ordinal) && !Address.StartsWith("https://", StringComparison.Ordinal);
}
