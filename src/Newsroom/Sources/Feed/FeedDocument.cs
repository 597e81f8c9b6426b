using NewsBot.Newsroom.Items;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>What a feed says at one moment.</summary>
/// <param name="Records">Each id once, in the order of the document.</param>
/// <param name="Refusals">Items that could not be taken, and that the document breaks off, if it does.</param>
public sealed record FeedDocument(IReadOnlyList<Record> Records, IReadOnlyList<Refusal> Refusals)
{
    /// <summary>One line of plain text.</summary>
    public string? Title { get; init; }

    /// <summary>Where WebSub subscriptions to the feed are taken, absolute http(s).</summary>
    public Uri? Hub { get; init; }

    /// <summary>Where the feed says that it stands, absolute http(s).</summary>
    public Uri? Self { get; init; }

    /// <summary>How long the feed asks readers to wait (<c>ttl</c>, <c>sy:updatePeriod</c>), at most a day; null: it asks nothing.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Hours of the day in UTC, 0 to 23, at which the feed asks not to be read; never all of them.</summary>
    public IReadOnlyList<int> SkipHours { get; init; } = [];
}
