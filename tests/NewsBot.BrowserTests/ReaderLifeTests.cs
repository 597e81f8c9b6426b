using Microsoft.Playwright;
using NewsBot.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsBot.BrowserTests;

/// <summary>
/// The whole life of a reader on the real pages, with the demo's mailbox in place of an inbox: subscribe, confirm, get a digest, pause,
/// take another topic, leave with one click, come back, be erased. Every page on the way is checked.
/// </summary>
public sealed class ReaderLifeTests(ReaderLifeTests.OwnDemo own, Browser browser) : IClassFixture<ReaderLifeTests.OwnDemo>
{
    private readonly RunningDemo demo = own.Demo;

    private const float Patient = 40_000;

    /// <summary>Without a script the form asks to wait ten seconds.</summary>
    private const float SlowPath = 10_500;

    [Theory]
    [InlineData("script", 1280, ColorScheme.Light, true)]
    [InlineData("phone", 360, ColorScheme.Dark, true)]
    [InlineData("noscript", 360, ColorScheme.Light, false)]
    [InlineData("noscript-wide", 1280, ColorScheme.Dark, false)]
    public async Task A_reader_subscribes_confirms_reads_pauses_changes_leaves_returns_and_is_erased(string name, int width, ColorScheme scheme, bool scripts)
    {
        var reader = $"{name}@walk.example";
        var page = await browser.NewPageAsync(width, 900, scheme, scripts);
        var site = await SiteAsync();
        async Task LookAsync(string step)
        {
            await page.ScreenshotAsync(new() { Path = Repository.Path("artifacts", "screenshots", $"walk-{name}-{step}.png"), FullPage = true });
            if (scripts && Axe.IsPossible)
            {
                await Axe.CheckAsync(page, $"{name} {step}");
                Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), step);
            }
        }

        await page.GotoAsync($"{site}/t/water");
        await LookAsync("1-topic");
        await page.GetByLabel("Your email address").FillAsync(reader);
        await page.GetByRole(AriaRole.Button, new() { Name = "Subscribe to Water Policy" }).ClickAsync();
        if (!scripts)
        {
            await LookAsync("2-wait");
            await page.WaitForTimeoutAsync(SlowPath);
            await page.GetByRole(AriaRole.Button, new() { Name = "Subscribe to Water Policy" }).ClickAsync();
        }

        await Expect(Title(page)).ToHaveTextAsync("Now look into your inbox", new() { Timeout = Patient });
        await LookAsync("2-sent");

        await page.GotoAsync(await LinkAsync(reader, "Please confirm", "Look and confirm"));
        await LookAsync("3-confirm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, send me this" }).ClickAsync();
        await Expect(Title(page)).ToHaveTextAsync("You are subscribed");
        await LookAsync("4-confirmed");

        await SendDigestAsync(name);
        var manage = await LinkAsync(reader, $"News for {name}", "Manage");
        var leave = await LinkAsync(reader, $"News for {name}", "Unsubscribe");

        await page.GotoAsync(manage);
        await LookAsync("5-manage");
        await page.GetByLabel("Begin again on").FillAsync(DateTimeOffset.Now.AddDays(20).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await Expect(page.GetByText("No digest comes before")).ToBeVisibleAsync();
        await LookAsync("6-paused");
        await page.GetByRole(AriaRole.Button, new() { Name = "End the pause now" }).ClickAsync();

        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Law Enforcement Partnerships" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save topics" }).ClickAsync();
        await Expect(page.GetByText("You now follow Law Enforcement Partnerships.")).ToBeVisibleAsync();
        await LookAsync("7-changed");

        await page.GotoAsync(leave);
        await LookAsync("8-leave");
        await page.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe from the weekly digest" }).ClickAsync();
        await Expect(Title(page)).ToHaveTextAsync("You are unsubscribed");
        await LookAsync("9-left");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Title(page)).ToHaveTextAsync("Everything is as it was");
        await LookAsync("10-undone");

        await page.GotoAsync(manage);
        await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Water Policy" })).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase me" }).ClickAsync();
        await LookAsync("11-erase");
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase everything about me" }).ClickAsync();
        await Expect(Title(page)).ToHaveTextAsync("You are forgotten");
        await LookAsync("12-erased");
        await page.GotoAsync(manage);
        await Expect(Title(page)).ToHaveTextAsync("There is nothing here");
    }

    private static ILocator Title(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    // Something new, and a member of staff who does not wait for Monday.
    private async Task SendDigestAsync(string name)
    {
        await File.WriteAllTextAsync(
            Path.Combine(demo.Content, $"walk-{name}.md"),
            $"---\ntitle: News for {name}\ndate: {DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}\ntopics: [water]\nlink: https://news.example.org/walk-{name}\n---\nIt is new.\n",
            TestContext.Current.CancellationToken);
        var staff = await StaffDemoTests.OpenAsync(demo, browser);
        await staff.Locator("[data-channel='water']").ClickAsync();
        await Expect(staff.Locator("[data-message-id]", new() { HasText = $"News for {name}" })).ToHaveCountAsync(1, new() { Timeout = Patient });
        await staff.Locator("[data-channel='lobby']").ClickAsync();
        await StaffDemoTests.SendAsync(staff, "digest send-now");
        await StaffDemoTests.Replies(staff).GetByRole(AriaRole.Button, new() { Name = "Send to" }).ClickAsync(new() { Timeout = Patient });
        await Expect(StaffDemoTests.Replies(staff).Filter(new() { HasText = "is on its way" })).ToBeVisibleAsync(new() { Timeout = Patient });
        await staff.Context.CloseAsync();
    }

    /// <summary>Of the newest mail to somebody that has these words.</summary>
    private async Task<string> LinkAsync(string reader, string words, string link)
    {
        var inbox = await browser.NewPageAsync();
        await inbox.GotoAsync(demo.Address);
        await inbox.Locator("#inbox").ClickAsync();
        var mails = inbox.Locator("[data-mail-id]", new() { HasText = reader });
        await Expect(mails).Not.ToHaveCountAsync(0, new() { Timeout = Patient });
        var frame = inbox.FrameLocator("iframe");
        for (var left = Patient; left > 0; left -= 500)
        {
            for (var at = 0; at < await mails.CountAsync(); at++)
            {
                await mails.Nth(at).ClickAsync();
                if (await inbox.GetByText(words).CountAsync() > 0 || await frame.GetByText(words).CountAsync() > 0)
                {
                    var address = await frame.GetByRole(AriaRole.Link, new() { Name = link }).First.GetAttributeAsync("href");
                    await inbox.Context.CloseAsync();
                    return address!;
                }
            }

            await inbox.WaitForTimeoutAsync(500);
        }

        throw new Xunit.Sdk.XunitException($"No mail to {reader} says \"{words}\".");
    }

    private async Task<string> SiteAsync() => new Uri(await LinkAsync("ana@readers.example", "View in browser", "View in browser")).GetLeftPart(UriPartial.Authority);

    /// <summary>Posts and mails of these walks would be in the way of other tests.</summary>
    public sealed class OwnDemo : IAsyncLifetime
    {
        public RunningDemo Demo { get; } = new();

        public ValueTask InitializeAsync() => Demo.InitializeAsync();

        public ValueTask DisposeAsync() => Demo.DisposeAsync();
    }
}
