using System.Net;
using NewsBot.Digest.Pages;
using NewsBot.Newsroom.Items;
using Xunit;

namespace NewsBot.Tests.Digest.Pages;

public sealed class EditionPageTests : IAsyncLifetime
{
    private PageSite pages = null!;

    private DigestWorld World => pages.World;

    private HttpClient Client => pages.Client;

    public async ValueTask InitializeAsync() => pages = await PageSite.CreateAsync((world, site) => new EditionPage(world.Db, [DigestWorld.Weekly], DigestWorld.Sender, world.Templates.RenderHtml).Map(site));

    public ValueTask DisposeAsync() => pages.DisposeAsync();

    [Fact]
    public async Task An_edition_is_shown_to_everybody_without_what_is_a_readers_own()
    {
        await World.ReadersAsync("anna@example.org", "water");
        await World.PublishAsync("New gauges <at> Hollin", World.Water);
        await World.PublishAsync("Joint patrols", World.Law, World.Water);
        await World.OpenNextAsync();
        var reply = await Client.GetAsync("/e/weekly/2026-W47", TestContext.Current.CancellationToken);
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
        await World.PublishAsync("News", World.Water);
        await World.OpenNextAsync();
        await World.OpenNextAsync(); // empty
        var html = await Client.GetStringAsync("/e/", TestContext.Current.CancellationToken);
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
        var reply = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
        Assert.Contains("nothing at this address", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_item_is_gone_from_the_page()
    {
        var item = await World.PublishAsync("A mistake", World.Water);
        await World.PublishAsync("News", World.Water);
        await World.OpenNextAsync();
        await World.Db.WriteAsync(tx => ItemTable.SetStateAsync(tx, item.Id, ItemState.Withdrawn, null));
        Assert.DoesNotContain("A mistake", await Client.GetStringAsync("/e/weekly/2026-W47", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
