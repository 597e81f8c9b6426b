using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsBot.BrowserTests;

/// <summary>The readers' pages of the demo, as people with all kinds of screens and eyes meet them.</summary>
public sealed class ReaderPageTests(RunningDemo demo, Browser browser)
{
    /// <summary>Of two topics. No other test uses these links.</summary>
    private const string Reader = "ana@readers.example";

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("ar")]
    public async Task No_page_breaks_a_rule_of_accessibility_or_its_window(string language)
    {
        var site = await SiteAsync();
        var page = await OpenAsync(language);
        foreach (var path in new[] { "/", "/t/water", "/t/law-enforcement", "/e/", "/nothing", "/t/water/subscribe" })
        {
            await page.GotoAsync(site + path);
            Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
            await Looks.CheckAsync(page, $"page-{path.Trim('/').Replace('/', '-')}-{language}".Replace("--", "-home-", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Every_answer_to_the_form_is_as_sound_as_the_form()
    {
        var site = await SiteAsync();
        var page = await OpenAsync("en");
        var topic = $"{site}/t/water";

        // Without its script, the form is what a browser sends that has none.
        await page.RouteAsync("**/signup.js*", route => route.AbortAsync());
        await page.GotoAsync(topic);
        await SubmitAsync(page, "ana@localhost");
        await ShowsAsync(page, "Subscribe to Water Policy", "subscribe-form");
        await SubmitAsync(page, "answers@walk.example");
        await ShowsAsync(page, "One more step for Water Policy", "subscribe-wait");
        await page.GotoAsync(topic);
        await page.Locator("form.subscribe").EvaluateAsync("form => form.action = form.action.replace('/water/', '/nothing/')");
        await SubmitAsync(page, "answers@walk.example");
        await ShowsAsync(page, "There is nothing to subscribe to at this address", "subscribe-unknown");

        await page.GotoAsync(topic);
        for (var left = 60; left > 0; left--)
        {
            var reply = await page.APIRequest.PostAsync($"{topic}/subscribe");
            if (reply.Status == 429)
            {
                break;
            }
        }

        await SubmitAsync(page, "answers@walk.example");
        await ShowsAsync(page, "Please try again later", "subscribe-later");
    }

    [Fact]
    public async Task Every_answer_to_a_readers_link_is_sound()
    {
        using var mails = new DemoMails(demo);
        var digest = await mails.FindAsync(Reader, "View in browser");
        var page = await OpenAsync("en");
        await page.GotoAsync(DemoMails.Link(digest, "View in browser"));
        await Looks.CheckAsync(page, "edition");

        var leave = DemoMails.Link(digest, "Unsubscribe");
        await page.GotoAsync(leave);
        await ShowsAsync(page, "Unsubscribe?", "leave");
        await page.GetByLabel("Water Policy").CheckAsync();
        await PressAsync(page, "Leave these topics", "You have left these topics", "leave-topics");
        await PressAsync(page, "Undo", "Everything is as it was", "leave-topics-undone");
        await page.GotoAsync(leave);
        await page.GetByLabel("Never write to this address again").CheckAsync();
        await PressAsync(page, "Leave everything", "You have left everything", "leave-all");
        await PressAsync(page, "Undo", "Everything is as it was", "leave-all-undone");
        await page.GotoAsync(leave);
        await PressAsync(page, "Unsubscribe from the weekly digest", "You are unsubscribed", "leave-plan");
        await page.Locator("input[name=undo]").EvaluateAsync("field => field.value = 'none'");
        await PressAsync(page, "Undo", "This cannot be undone", "leave-late");
        await page.GotoAsync(leave);
        await PressAsync(page, "Undo", "Everything is as it was", "leave-plan-undone");

        var manage = DemoMails.Link(digest, "Manage");
        await page.GotoAsync(manage);
        await page.GetByLabel("Time zone").FillAsync("Europe/Nowhere");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("There is no such time zone.")).ToBeVisibleAsync();
        await Looks.CheckAsync(page, "manage-refused");
        await page.GetByLabel("Language", new() { Exact = true }).SelectOptionAsync("de");
        await page.GetByLabel("Time zone").FillAsync("Europe/Berlin");
        await PressAsync(page, "Save", "Was Sie erhalten", "manage-settings");

        foreach (var (link, name) in new[] { (leave, "leave"), (manage, "manage"), (new Uri(new(manage), "/c/nothing-of-ours").ToString(), "confirm") })
        {
            await page.GotoAsync(link[..^4]);
            await ShowsAsync(page, "This link does not work", $"{name}-bad");
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

    private async Task<IPage> OpenAsync(string language)
    {
        var page = await browser.NewPageAsync();
        page.PageError += (_, error) => Assert.Fail(error);
        page.Console += (_, message) => Assert.False(message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal), message.Text);
        await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Accept-Language"] = language });
        return page;
    }

    private static async Task SubmitAsync(IPage page, string address)
    {
        await page.GetByLabel("Your email address").FillAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Subscribe to Water Policy" }).ClickAsync();
    }

    private static async Task PressAsync(IPage page, string button, string title, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await ShowsAsync(page, title, name);
    }

    private static async Task ShowsAsync(IPage page, string title, string name)
    {
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
        await Looks.CheckAsync(page, $"page-{name}");
    }

    // The digest's own link says where the pages are.
    private async Task<string> SiteAsync()
    {
        using var mails = new DemoMails(demo);
        return new Uri(DemoMails.Link(await mails.FindAsync(Reader, "View in browser"), "View in browser")).GetLeftPart(UriPartial.Authority);
    }
}
