using Microsoft.AspNetCore.Http;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Newsroom.Sources.Web;
using NewsBot.Tests.Newsroom.Sources.Web;

namespace NewsBot.Tests.Newsroom.Sources.Feed;

/// <summary>A small RSS feed on loopback that honours conditions.</summary>
public sealed class FeedServer : IAsyncDisposable
{
    private readonly SortedDictionary<string, string?> items = new(StringComparer.Ordinal);
    private readonly WebClient client = WebRoom.Client();
    private WebServer? web;
    private int version;

    /// <summary>Elements of the channel, besides its items.</summary>
    public string Head { get; set; } = "";

    /// <summary>A status that answers in place of the feed.</summary>
    public int? Trouble { get; set; }

    /// <summary>Headers of every answer.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    public WebServer Web => web ?? throw new InvalidOperationException("It is not started.");

    public int Read => Web.Seen.Count;

    public static async Task<FeedServer> StartAsync()
    {
        var server = new FeedServer();
        server.web = await WebServer.StartAsync(server.AnswerAsync);
        return server;
    }

    public FeedSource Source(TimeProvider? time = null, TimeSpan? every = null) =>
        new("hand", new FeedOptions { Address = Web.At("/feed.xml?key=hunter2"), Every = every ?? TimeSpan.FromMinutes(5) }, client, time ?? TimeProvider.System);

    /// <param name="title">Null: the item has nothing but its id.</param>
    public void Show(string id, string? title)
    {
        items[id] = title;
        version++;
    }

    public void Remove(string id)
    {
        items.Remove(id);
        version++;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Web.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        foreach (var (name, value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        var tag = $"\"{version}\"";
        if ((Trouble ?? (context.Request.Headers.IfNoneMatch == tag ? 304 : null)) is { } status)
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        context.Response.Headers.ETag = tag;
        context.Response.ContentType = "application/rss+xml";
        var written = items.Select(item => $"<item><guid isPermaLink='false'>{System.Net.WebUtility.HtmlEncode(item.Key)}</guid>{(item.Value is { } title ? $"<title>{System.Net.WebUtility.HtmlEncode(title)}</title>" : "")}</item>");
        return context.Response.WriteAsync($"<rss version='2.0'><channel><title>News</title>{Head}{string.Concat(written)}</channel></rss>");
    }
}
