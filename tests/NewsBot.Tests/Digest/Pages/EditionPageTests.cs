using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NewsBot.Digest.Pages;
using NewsBot.Newsroom.Items;
using Xunit;

namespace NewsBot.Tests.Digest.Pages;

public sealed class EditionPageTests : IAsyncLifetime
{
    private DigestWorld world = null!;
    private WebApplication site = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        site = builder.Build();
        new EditionPage(world.Db, [DigestWorld.Weekly], DigestWorld.Sender, world.Templates.Phrases, world.Templates.RenderHtml).Map(site);
        await site.StartAsync();
        client = new HttpClient { BaseAddress = new(site.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await site.DisposeAsync();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task An_edition_is_shown_to_everybody_without_what_is_a_readers_own()
    {
        await world.ReadersAsync("anna@example.org", "water");
        await world.PublishAsync("New gauges <at> Hollin", world.Water);
        await world.PublishAsync("Joint patrols", world.Law, world.Water);
        await world.OpenNextAsync();
        var reply = await client.GetAsync("/e/weekly/2026-W47", TestContext.Current.CancellationToken);
        var html = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Contains("New gauges &lt;at&gt; Hollin", html, StringComparison.Ordinal);
        Assert.Contains("Joint patrols", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/u/", html, StringComparison.Ordinal);
        Assert.DoesNotContain("You follow", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(5), reply.Headers.CacheControl!.MaxAge);
    }

    [Fact]
    public async Task The_list_links_to_editions_that_were_mailed()
    {
        await world.PublishAsync("News", world.Water);
        await world.OpenNextAsync();
        await world.OpenNextAsync(); // empty
        var html = await client.GetStringAsync("/e/", TestContext.Current.CancellationToken);
        Assert.Contains("https://news.example.org/e/weekly/2026-W47", html, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-W48", html, StringComparison.Ordinal);
        Assert.DoesNotContain("baseline", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/e/weekly/2026-W46")]
    [InlineData("/e/weekly/baseline")]
    [InlineData("/e/monthly/2026-W47")]
    public async Task What_is_not_there_is_a_friendly_404(string path)
    {
        var reply = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
        Assert.Contains("nothing at this address", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_item_is_gone_from_the_page()
    {
        var item = await world.PublishAsync("A mistake", world.Water);
        await world.PublishAsync("News", world.Water);
        await world.OpenNextAsync();
        await world.Db.WriteAsync(tx => ItemTable.SetStateAsync(tx, item.Id, ItemState.Withdrawn, null));
        Assert.DoesNotContain("A mistake", await client.GetStringAsync("/e/weekly/2026-W47", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
