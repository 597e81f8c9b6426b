using Microsoft.Playwright;
using NewsBot.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsBot.BrowserTests;

/// <summary>The readers' pages of the demo, as people with all kinds of screens and eyes meet them.</summary>
public sealed class ReaderPageTests(RunningDemo demo, Browser browser)
{
    /// <summary>The demo's digest is out within the first seconds, and every page has its links.</summary>
    private const float Patient = 40_000;

    public static bool HasNpm => Axe.IsPossible;

    public static TheoryData<string, int, ColorScheme> Looks
    {
        get
        {
            var looks = new TheoryData<string, int, ColorScheme>();
            foreach (var language in new[] { "en", "de", "ar" })
            {
                foreach (var width in new[] { 360, 1280 })
                {
                    looks.Add(language, width, ColorScheme.Light);
                    looks.Add(language, width, ColorScheme.Dark);
                }
            }

            return looks;
        }
    }

    [Theory(Skip = "npm is not on the PATH", SkipUnless = nameof(HasNpm))]
    [MemberData(nameof(Looks))]
    public async Task No_page_breaks_a_rule_of_accessibility_or_its_window(string language, int width, ColorScheme scheme)
    {
        var site = await SiteAsync();
        var page = await browser.NewPageAsync(width, 900, scheme);
        page.PageError += (_, error) => Assert.Fail(error);
        page.Console += (_, message) => Assert.False(message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal), message.Text);
        await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Accept-Language"] = language });
        foreach (var path in new[] { "/", "/t/water", "/t/law-enforcement", "/e/", "/nothing" })
        {
            await page.GotoAsync(site + path);
            Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
            var name = $"{path.Trim('/').Replace('/', '-')}-{language}-{width}-{scheme}".TrimStart('-').ToLowerInvariant();
            await page.ScreenshotAsync(new() { Path = Repository.Path("artifacts", "screenshots", $"page-{name}.png"), FullPage = true });
            await Axe.CheckAsync(page, name);
            Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name);
        }
    }

    [Fact]
    public async Task From_the_list_to_a_topic_to_its_feed_and_the_archive_with_the_keyboard_and_no_script()
    {
        var site = await SiteAsync();
        var page = await browser.NewPageAsync(scripts: false);
        await page.GotoAsync(site);
        await page.GetByRole(AriaRole.Link, new() { Name = "Water Policy" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Water Policy" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the news" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync($"{site}/t/water#news");
        await page.GetByRole(AriaRole.Link, new() { Name = "All digests" }).ClickAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).Last.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    // The digest's own link says where the pages are.
    private async Task<string> SiteAsync()
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.Address);
        await page.Locator("#inbox").ClickAsync();
        await page.Locator("[data-mail-id]", new() { HasText = "ana@readers.example" }).First.ClickAsync(new() { Timeout = Patient });
        var link = await page.FrameLocator("iframe").GetByRole(AriaRole.Link, new() { Name = "View in browser" }).First.GetAttributeAsync("href");
        await page.Context.CloseAsync();
        return new Uri(link!).GetLeftPart(UriPartial.Authority);
    }
}
