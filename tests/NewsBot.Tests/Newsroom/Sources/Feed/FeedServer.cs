using System.Net;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Tests.Newsroom.Sources.Web;

namespace NewsBot.Tests.Newsroom.Sources.Feed;

/// <summary>A small RSS feed on loopback.</summary>
public sealed class FeedServer : DocumentServer
{
    /// <summary>Elements of the channel, besides its items.</summary>
    public string Head { get; set; } = "";

    public int Read => Web.Seen.Count;

    protected override string ContentType => "application/rss+xml";

    public static Task<FeedServer> StartAsync() => StartAsync(new FeedServer());

    public FeedSource Source(TimeProvider? time = null, TimeSpan? every = null) =>
        new("hand", new FeedOptions { Address = Web.At("/feed.xml?key=hunter2"), Every = every ?? TimeSpan.FromMinutes(5) }, Client, time ?? TimeProvider.System);

    protected override string Document(IReadOnlyDictionary<string, string?> items)
    {
        var written = items.Select(item =>
            $"<item><guid isPermaLink='false'>{WebUtility.HtmlEncode(item.Key)}</guid>{(item.Value is { } title ? $"<title>{WebUtility.HtmlEncode(title)}</title>" : "")}</item>");
        return $"<rss version='2.0'><channel><title>News</title>{Head}{string.Concat(written)}</channel></rss>";
    }
}
