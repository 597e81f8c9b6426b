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
    private DigestWorld _world = null!;
    private WebApplication _site = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await DigestWorld.CreateAsync();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _site = builder.Build();
        new EditionPage(_world.Db, [DigestWorld.Weekly], DigestWorld.Sender, _world.Templates.RenderHtml).Map(_site);
        await _site.StartAsync();
        _client = new HttpClient { BaseAddress = new(_site.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _site.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task An_edition_is_shown_to_everybody_without_what_is_a_readers_own()
    {
        await _world.ReadersAsync("anna@example.org", "water");
        await _world.PublishAsync("New gauges <at> Hollin", _world.Water);
        await _world.PublishAsync("Joint patrols", _world.Law, _world.Water);
        await _world.OpenNextAsync();
        var reply = await _client.GetAsync("/e/weekly/2026-W47", TestContext.Current.CancellationToken);
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
        await _world.PublishAsync("News", _world.Water);
        await _world.OpenNextAsync();
        await _world.OpenNextAsync(); // empty
        var html = await _client.GetStringAsync("/e/", TestContext.Current.CancellationToken);
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
        var reply = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
        Assert.Contains("nothing at this address", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_item_is_gone_from_the_page()
    {
        var item = await _world.PublishAsync("A mistake", _world.Water);
        await _world.PublishAsync("News", _world.Water);
        await _world.OpenNextAsync();
        await _world.Db.WriteAsync(tx => ItemTable.SetStateAsync(tx, item.Id, ItemState.Withdrawn, null));
        Assert.DoesNotContain("A mistake", await _client.GetStringAsync("/e/weekly/2026-W47", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
