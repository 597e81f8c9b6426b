namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Where a feed is and what becomes of its items.</summary>
public sealed record FeedOptions
{
    public required Uri Address { get; init; }

    /// <summary>Kind of every item.</summary>
    public string Kind { get; init; } = "story";

    /// <summary>Time between two reads, where the feed asks for no longer one.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(5);
}
