using System.Net;
using AngleSharp.Html.Parser;
using NewsBot.Newsroom.Items;
using Xunit;

namespace NewsBot.Tests.Digest.Pages;

public sealed class EditionPageTests : IAsyncLifetime
{
    private PageWorld pages = null!;

    private DigestWorld World => pages.World;

    private HttpClient Client => pages.Client;

    public async ValueTask InitializeAsync() => pages = await PageWorld.StartAsync();

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
        var page = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("nothing at this address", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://news.example.org/\"", page, StringComparison.Ordinal);
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

    [Fact]
    public async Task The_list_goes_on_for_ever()
    {
        await World.Db.WriteAsync(async tx =>
        {
            for (var week = 0; week < 250; week++)
            {
                await tx.ExecuteAsync(
                    "insert into editions (plan, name, starts_at, ends_at, opened_at, state, item_count) values ('weekly', @name, @at, @end, @end, 'open', 1)",
                    new { name = $"old-{week}", at = tx.Now.AddDays(-7 * (week + 2)), end = tx.Now.AddDays(-7 * (week + 1)) });
            }
        });
        var seen = new List<string>();
        for (string? path = "/e/"; path is not null;)
        {
            var page = new HtmlParser().ParseDocument(await pages.TextAsync(path));
            seen.AddRange(page.QuerySelectorAll("main > ol a").Select(link => link.GetAttribute("href")!));
            path = page.QuerySelector("a[rel=next]")?.GetAttribute("href") is { } older ? new Uri(older).PathAndQuery : null;
        }

        Assert.Equal(Enumerable.Range(0, 250).Select(week => $"https://news.example.org/e/weekly/old-{week}"), seen);
    }
}
