using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace NewsBot.Benchmarks;

/// <summary>A web server of many feeds in a process of its own, so that what it costs is not counted. Every second feed knows no conditional request.</summary>
internal sealed class FeedServer : IDisposable
{
    private const string Name = "watch-server";

    private static readonly Option<int> Items = new("--items") { DefaultValueFactory = _ => 100 };

    private readonly Process process;
    private readonly HttpClient http = new();

    private FeedServer(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    /// <summary>The process that <see cref="StartAsync"/> starts.</summary>
    public static Command Create()
    {
        var command = new Command(Name, "The server of the benchmark 'watch'") { Items };
        command.Hidden = true;
        command.SetAction((parsed, ct) => ServeAsync(parsed.GetValue(Items), ct));
        return command;
    }

    public static async Task<FeedServer> StartAsync(int items, CancellationToken ct)
    {
        var started = OwnProcess.Start(Name, "--items", items.ToString(CultureInfo.InvariantCulture));
        var line = await started.StandardOutput.ReadLineAsync(ct);
        return new FeedServer(started, int.Parse(line!, CultureInfo.InvariantCulture));
    }

    /// <summary>Every feed gets one more item.</summary>
    /// <returns>How many.</returns>
    public async Task<int> PublishAsync(IEnumerable<int> feeds, CancellationToken ct)
    {
        var published = 0;
        foreach (var feed in feeds)
        {
            using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{Port}/{feed}"), null, ct);
            answer.EnsureSuccessStatusCode();
            published++;
        }

        return published;
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
        http.Dispose();
    }

    private static async Task<int> ServeAsync(int items, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://0.0.0.0:0");
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        app.UseRouting();
        var counts = new ConcurrentDictionary<int, int>();
        app.MapGet("/{feed:int}", async (HttpContext http, int feed) =>
        {
            var count = counts.GetOrAdd(feed, items);
            var tag = $"\"{feed}-{count}\"";
            var conditional = feed % 2 == 0;
            if (conditional && http.Request.Headers.IfNoneMatch == tag)
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            if (conditional)
            {
                http.Response.Headers.ETag = tag;
            }

            http.Response.ContentType = "application/rss+xml";
            await http.Response.WriteAsync(Feed(feed, count), http.RequestAborted);
        });
        app.MapPost("/{feed:int}", (int feed) => counts.AddOrUpdate(feed, items + 1, (_, count) => count + 1));
        await app.StartAsync(ct);
        await Console.Out.WriteLineAsync(new Uri(app.Urls.First()).Port.ToString(CultureInfo.InvariantCulture));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        return 0;
    }

    private static string Feed(int feed, int count)
    {
        var text = new StringBuilder($"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Feed {feed}</title><link>https://news.example.org/{feed}/</link><description>News</description>");
        for (var item = count; item > 0; item--)
        {
            text.Append(CultureInfo.InvariantCulture, $"<item><guid isPermaLink=\"false\">{feed}-{item}</guid><title>Feed {feed}, item {item}</title><link>https://news.example.org/{feed}/{item}</link>")
                .Append("<description>&lt;p&gt;One sentence that says what happened at the harbour, and one that says what comes next.&lt;/p&gt;</description>")
                .Append(CultureInfo.InvariantCulture, $"<pubDate>Mon, 23 Nov 2026 {item / 60 % 24:00}:{item % 60:00}:00 GMT</pubDate></item>");
        }

        return text.Append("</channel></rss>").ToString();
    }
}
