using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using NewsBot.Bot.Hosting;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Store;
using NewsBot.Tests.Digest;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Hosting;

/// <summary>Scanners, previews and browsers follow every link before a person does (RFC 9110, 9.2.1): the whole store is compared.</summary>
public sealed class LookingChangesNothingTests
{
    private static readonly string[][] Visits = [[], ["Sec-Purpose", "prefetch"], ["Sec-Purpose", "prefetch;prerender"], ["Purpose", "prefetch"], ["X-Purpose", "preview"]];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task Every_page_that_can_be_looked_at_leaves_the_store_as_it_was(string dialect)
    {
        var secret = Path.Combine(Path.GetTempPath(), $"newsbot-test-{Guid.NewGuid():n}.key");
        await using var world = await DigestWorld.CreateAsync(dialect);
        var room = Room(secret);
        await using var web = await ServeAsync(room, world);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(web.Urls.Single()) };
        var addresses = await FillAsync(world, room.Keys);
        Assert.Equal(Patterns(web), addresses.Keys.Order(StringComparer.Ordinal)); // A new page is added here too.

        var before = await DumpAsync(world.Db);
        foreach (var address in addresses.Values)
        {
            foreach (var (method, headers) in from method in new[] { HttpMethod.Get, HttpMethod.Head } from headers in Visits select (method, headers))
            {
                using var request = new HttpRequestMessage(method, address);
                foreach (var header in headers.Chunk(2))
                {
                    request.Headers.TryAddWithoutValidation(header[0], header[1]);
                }

                using var reply = await client.SendAsync(request, Ct);
                Assert.True(reply.StatusCode == HttpStatusCode.OK, $"{method} {address}: {(int)reply.StatusCode}");
            }
        }

        Assert.Equal(before, await DumpAsync(world.Db));

        // What does change something is seen.
        using var click = await client.PostAsync(new Uri(addresses["/u/{token}"], UriKind.Relative), null, Ct);
        Assert.NotEqual(before, await DumpAsync(world.Db));
        File.Delete(secret);
    }

    private static DigestRoom Room(string secret) => new(new NewsBotOptions
    {
        Templates = Repository.Path("templates"),
        Mail = new MailSection { From = "Northern Coast News <digest@news.example.org>", Host = "127.0.0.1", Owner = "owner@news.example.org" },
        Digests = new() { ["weekly"] = new DigestSection() },
        Web = new WebSection { Url = "https://news.example.org", SecretFile = secret },
    });

    private static async Task<WebApplication> ServeAsync(DigestRoom room, DigestWorld world)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.UseRouting();
        room.MapPages(web, world.Db, world.Store.Time);
        await web.StartAsync(Ct);
        return web;
    }

    /// <summary>A topic with a photo and an event, an edition that waits to be mailed, a reader, and somebody who has not confirmed.</summary>
    /// <returns>An address of each route that answers GET, by the route.</returns>
    private static async Task<Dictionary<string, string>> FillAsync(DigestWorld world, LinkKeys keys)
    {
        var file = Repository.Path("content", "2026-11-20-photo-of-the-week", "photo.jpg");
        var photo = await world.PublishAsync(Some.Record(title: "Photo") with { Kind = "photo", Image = new(file, "A boat", null) }, world.Water);
        var evening = await world.PublishAsync(Some.Record(title: "Open evening") with { Kind = "event", StartsAt = Some.Monday.AddDays(10) }, world.Water);
        var anna = await world.ReadersAsync("anna@example.org", "water");
        await world.OpenNextAsync();
        var followed = await IdAsync(world.Db, "select id from subscriptions");
        await world.Db.WriteAsync(tx => AskOptIn.RunAsync(tx, keys, new("zoe@example.net", world.Water, "weekly", "en", null, "test")));
        var asked = await IdAsync(world.Db, "select id from subscriptions where asked_at is not null");
        return new(StringComparer.Ordinal)
        {
            ["/"] = "/",
            ["/t/{slug}"] = "/t/water",
            ["/t/{slug}.atom"] = "/t/water.atom",
            ["/e/"] = "/e/",
            ["/e/{plan}/{name}"] = "/e/weekly/2026-W47",
            ["/media/{item:long}/{revision:int}"] = string.Create(CultureInfo.InvariantCulture, $"/media/{photo.Id}/1"),
            ["/i/{item:long}.ics"] = string.Create(CultureInfo.InvariantCulture, $"/i/{evening.Id}.ics"),
            ["/signup.js"] = "/signup.js",
            ["/c/{token}"] = "/c/" + LinkToken.Make(keys, LinkPurpose.Confirm, asked),
            ["/m/{token}"] = "/m/" + LinkToken.Make(keys, LinkPurpose.Manage, anna.Id),
            ["/u/{token}"] = "/u/" + LinkToken.Make(keys, LinkPurpose.Unsubscribe, followed),
        };
    }

    private static IEnumerable<string> Patterns(IEndpointRouteBuilder web) => web.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(HttpMethod.Get.Method) is true)
        .Select(route => route.RoutePattern.RawText!).Order(StringComparer.Ordinal);

    private static Task<long> IdAsync(Db db, string sql) => db.ReadAsync(tx => tx.FirstAsync<long>(sql));

    /// <summary>Every row of every table.</summary>
    private static Task<string> DumpAsync(Db db) => db.ReadAsync(async tx =>
    {
        var tables = await tx.QueryAsync<string>(tx.Dialect.SingleWriter
            ? "select name from sqlite_master where type = 'table' order by name"
            : "select table_name from information_schema.tables where table_schema = 'public' order by table_name");
        var lines = new List<string>();
        foreach (var table in tables)
        {
            var rows = await tx.QueryAsync<object>($"select * from \"{table}\"");
            lines.AddRange(rows.Cast<IDictionary<string, object?>>().Select(row => $"{table}: {string.Join(" | ", row.Select(cell => $"{cell.Key}={Text(cell.Value)}"))}").Order(StringComparer.Ordinal));
        }

        Assert.True(lines.Count > 10, "The dump is empty.");
        return string.Join('\n', lines);
    });

    private static string? Text(object? value) => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture);
}
