using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Tests.Newsroom.Sources.Web;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Feed;

/// <summary>A feed with a hub, both on loopback; the hub keeps what it was asked and confirms nothing by itself.</summary>
internal sealed class WebSubRoom : IAsyncDisposable
{
    private readonly WebServer hub;
    private readonly FeedServer server;

    private WebSubRoom(TestStore store, FeedServer server, WebServer hub)
    {
        (Store, this.server, this.hub) = (store, server, hub);
        Feed = server.Source(store.Time);
        WebSub = Start();
    }

    public TestStore Store { get; }

    public FeedSource Feed { get; }

    public WebSub WebSub { get; private set; }

    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Asked { get; } = new();

    public int HubStatus { get; set; } = 202;

    public string Path => Asked.Last()["hub.callback"].Split('/')[^1];

    public string Secret => Asked.Last()["hub.secret"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<WebSubRoom> CreateAsync(string dialect = "sqlite")
    {
        var called = await WebServer.StartAsync();
        var feed = await FeedServer.StartAsync();
        feed.Headers["Link"] = $"<{called.At("/hub")}>; rel=hub, <https://news.example.org/feed>; rel=self";
        var room = new WebSubRoom(await TestStore.CreateAsync(dialect), feed, called);
        called.Answer = async context =>
        {
            var form = await context.Request.ReadFormAsync();
            room.Asked.Enqueue(form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal));
            context.Response.StatusCode = room.HubStatus;
        };
        await room.Feed.ReadAsync(null, Ct);
        return room;
    }

    public string Sign(string body) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)))}";

    public async Task SubscribeAsync(string lease)
    {
        await WebSub.KeepAsync(Ct);
        Assert.Equal("yes", await WebSub.VerifyAsync(Path, "subscribe", "https://news.example.org/feed", "yes", lease, Ct));
    }

    /// <summary>Time passes; each time that it is asked again the hub confirms nothing new.</summary>
    public async Task KeepForAsync(TimeSpan span)
    {
        for (var end = Store.Time.GetUtcNow() + span; Store.Time.GetUtcNow() < end; Store.Time.Advance(TimeSpan.FromMinutes(20)))
        {
            await WebSub.KeepAsync(Ct);
        }
    }

    public void Restart() => WebSub = Start();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await hub.DisposeAsync();
        await Store.DisposeAsync();
    }

    private WebSub Start() => new(
        Store.Db, new Dictionary<string, FeedSource>(StringComparer.Ordinal) { ["hand"] = Feed }, new Uri("https://bot.example.org/websub/"), Store.Time, NullLogger.Instance);
}
