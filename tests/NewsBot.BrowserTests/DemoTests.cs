using Microsoft.Playwright;
using NewsBot.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsBot.BrowserTests;

/// <summary>What a newcomer sees after typing the one command of the README.</summary>
public sealed class DemoTests(RunningDemo demo, Browser browser)
{
    /// <summary>From saving a file to its post on the page.</summary>
    private const float Prompt = 2_000;

    /// <summary>The posts keep Discord's limits, so the first minute is not instant.</summary>
    private const float Patient = 40_000;

    [Fact]
    public async Task Saving_a_file_posts_it_editing_it_edits_the_post_and_deleting_it_retracts_it_without_reload()
    {
        // Three posts leave room in the channel's limit of five in five seconds.
        var page = await OpenAsync("water");
        await Expect(page.Locator("[data-message-id]")).ToHaveCountAsync(3, new() { Timeout = Patient });
        await page.EvaluateAsync("window.neverReloaded = true");

        var file = Path.Combine(demo.Content, "new-patrol-boat.md");
        await File.WriteAllTextAsync(file, Markdown("A new patrol boat"), TestContext.Current.CancellationToken);
        var post = page.Locator("[data-message-id]", new() { HasText = "A new patrol boat" });
        await Expect(post).ToHaveCountAsync(1, new() { Timeout = Prompt });

        await File.WriteAllTextAsync(file, Markdown("A new patrol boat named Osprey"), TestContext.Current.CancellationToken);
        await Expect(post.GetByText("named Osprey")).ToBeVisibleAsync(new() { Timeout = Prompt });
        await Expect(post.Locator(".edited")).ToBeVisibleAsync();

        File.Delete(file);
        await Expect(post.GetByText("Withdrawn")).ToBeVisibleAsync(new() { Timeout = Prompt });
        Assert.True(await page.EvaluateAsync<bool>("window.neverReloaded"));
    }

    [Fact]
    public async Task Two_channels_have_posts_with_pictures_and_a_role_mention()
    {
        var page = await OpenAsync("law-enforcement");
        var photo = page.Locator("[data-message-id]", new() { HasText = "Photo of the week" });
        await Expect(photo.GetByText("@Law Enforcement Partnerships")).ToBeVisibleAsync(new() { Timeout = Patient });
        var picture = photo.Locator("img[alt*='patrol']");
        await Expect(picture).ToBeVisibleAsync();
        Assert.True(await picture.EvaluateAsync<bool>("async image => { await image.decode(); return image.naturalWidth > 1000; }"));

        var narrow = await OpenAsync("law-enforcement", 600);
        await narrow.Locator("[data-message-id]", new() { HasText = "Photo of the week" }).Locator("article").ScreenshotAsync(new() { Path = Shot("post") });

        await page.Locator("[data-channel='water']").ClickAsync();
        await Expect(page.Locator("[data-message-id]", new() { HasText = "Hollin weir" })).ToHaveCountAsync(1, new() { Timeout = Patient });
    }

    [Fact]
    public async Task The_inbox_has_a_digest_as_page_as_text_and_as_source()
    {
        var page = await OpenAsync();
        await page.Locator("#inbox").ClickAsync();
        await page.Locator("[data-mail-id]", new() { HasText = "ana@readers.example" }).ClickAsync(new() { Timeout = Patient });
        var digest = page.FrameLocator("iframe");
        await Expect(digest.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        var lead = digest.Locator("img[alt*='patrol']");
        Assert.True(await lead.EvaluateAsync<bool>("async image => { await image.decode(); return image.naturalWidth > 1000; }"));

        var archive = await browser.NewPageAsync(640, 1000);
        await archive.GotoAsync((await digest.GetByRole(AriaRole.Link, new() { Name = "View in browser" }).First.GetAttributeAsync("href"))!);
        await archive.ScreenshotAsync(new() { Path = Shot("mail") });
        Assert.Equal(0, await archive.GetByRole(AriaRole.Link, new() { Name = "Unsubscribe" }).CountAsync());

        await page.Locator("[data-tab='text']").ClickAsync();
        await Expect(page.Locator("#mail-panel")).ToContainTextAsync("Unsubscribe");
        await page.Locator("[data-tab='source']").ClickAsync();
        await Expect(page.Locator("#mail-panel")).ToContainTextAsync("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    }

    [Fact]
    public async Task Unsubscribing_takes_one_button_and_looking_changes_nothing()
    {
        var page = await OpenAsync();
        await page.Locator("#inbox").ClickAsync();
        await page.Locator("[data-mail-id]", new() { HasText = "ben@readers.example" }).ClickAsync(new() { Timeout = Patient });
        var link = await page.FrameLocator("iframe").GetByRole(AriaRole.Link, new() { Name = "Unsubscribe" }).First.GetAttributeAsync("href");

        var leave = await browser.NewPageAsync(390, 844);
        await leave.GotoAsync(link!);
        await leave.GotoAsync(link!);
        var title = leave.GetByRole(AriaRole.Heading, new() { Level = 1 });
        await Expect(title).ToHaveTextAsync("Unsubscribe?");
        await Expect(leave.GetByText("Nothing has changed.")).ToBeVisibleAsync();
        await ShootAsync(leave, "unsubscribe-phone");
        await leave.GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(title).ToHaveTextAsync("You are unsubscribed");
        await ShootAsync(leave, "unsubscribed-phone");

        await leave.GotoAsync(link!);
        await Expect(title).ToHaveTextAsync("You are unsubscribed");
        await leave.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(title).ToHaveTextAsync("Everything is as it was");
        await leave.GotoAsync(link!);
        await Expect(title).ToHaveTextAsync("Unsubscribe?");
    }

    [Theory]
    [InlineData("desktop-light", 1280, ColorScheme.Light)]
    [InlineData("desktop-dark", 1280, ColorScheme.Dark)]
    [InlineData("phone-light", 390, ColorScheme.Light)]
    [InlineData("phone-dark", 390, ColorScheme.Dark)]
    public async Task The_page_fits_its_window(string name, int width, ColorScheme scheme)
    {
        var page = await OpenAsync("law-enforcement", width, scheme);
        await Expect(page.Locator("[data-message-id]").First).ToBeVisibleAsync(new() { Timeout = Patient });
        await ShootAsync(page, $"channel-{name}");
        Assert.False(await OverflowsAsync(page));

        await page.GotoAsync(demo.Address + "#/inbox");
        await page.Locator("[data-mail-id]").First.ClickAsync(new() { Timeout = Patient });
        await Expect(page.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await ShootAsync(page, $"mail-{name}");
        Assert.False(await OverflowsAsync(page));
    }

    private async Task<IPage> OpenAsync(string? channel = null, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await browser.NewPageAsync(width, scheme: scheme);
        await page.GotoAsync(demo.Address);
        if (channel is not null)
        {
            var link = page.Locator($"[data-channel='{channel}']");
            await page.GotoAsync(demo.Address + await link.GetAttributeAsync("href"));
        }

        return page;
    }

    private static Task<bool> OverflowsAsync(IPage page) =>
        page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");

    // Kept for people to look at; nothing is compared to the pixel.
    private static async Task ShootAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new() { Path = Shot(name) });

    private static string Shot(string name) => Repository.Path("artifacts", "screenshots", name + ".png");

    private static string Markdown(string title) =>
        $"""
        ---
        id: new-patrol-boat
        title: {title}
        date: 2026-11-23T09:00:00+01:00
        topics: [water]
        link: https://news.example.org/new-patrol-boat
        ---
        The third boat of the harbour police enters service.
        """;
}
