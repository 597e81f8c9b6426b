using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NewsBot.Digest.Pages;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Pages;

/// <summary>The readers' pages of a <see cref="DigestWorld"/>, served as they are by the worker.</summary>
internal sealed class PageWorld : IAsyncDisposable
{
    public static readonly PublicSite Site = new(DigestWorld.Sender.Site, "Northern Coast News", DigestWorld.Berlin) { HasArchive = true };

    private readonly WebApplication web;

    private PageWorld(DigestWorld world, WebApplication web)
    {
        World = world;
        this.web = web;
        Client = new HttpClient { BaseAddress = new(web.Urls.Single()) };
    }

    public DigestWorld World { get; }

    public HttpClient Client { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PageWorld> StartAsync(string dialect = "sqlite")
    {
        var world = await DigestWorld.CreateAsync(dialect);
        var (phrases, time) = (world.Templates.Phrases, world.Store.Time);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var built = builder.Build();
        built.UseRouting();
        ErrorPage.Use(built, phrases, world.Templates.RenderHtml, Site);
        new TopicPage(world.Db, Site, phrases, world.Templates.RenderHtml, (_, _) => null, time).Map(built);
        new TopicFeed(world.Db, Site, phrases, time).Map(built);
        new EditionPage(world.Db, [DigestWorld.Weekly], DigestWorld.Sender, Site, phrases, world.Templates.RenderHtml, time).Map(built);
        new PicturePage(world.Db, time).Map(built);
        await built.StartAsync(Ct);
        return new(world, built);
    }

    /// <param name="headers">Names and values by turns.</param>
    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, params string[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var header in headers.Chunk(2))
        {
            request.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        return await Client.SendAsync(request, Ct);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params string[] headers) => AskAsync(HttpMethod.Get, path, headers);

    public Task<string> TextAsync(string path) => Client.GetStringAsync(path, Ct);

    /// <summary>An item of the water topic, an hour after the one before.</summary>
    public Task<Item> PublishAsync(NewsBot.Newsroom.Items.Record record)
    {
        World.Store.Time.Advance(TimeSpan.FromHours(1));
        return World.PublishAsync(record with { PublishedAt = null }, World.Water);
    }

    public Task<Item> PublishAsync(string title) => PublishAsync(Some.Record(title: title));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await web.DisposeAsync();
        await World.DisposeAsync();
    }
}
