using System.Globalization;
using Microsoft.Playwright;
using MimeKit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsBot.BrowserTests;

/// <summary>
/// The whole life of a reader on the real pages, with the demo's mailbox in place of an inbox: subscribe, confirm, get a digest, pause,
/// take another topic, leave with one click, come back, be erased. Every page on the way is looked at.
/// </summary>
public sealed class ReaderLifeTests(ReaderLifeTests.OwnDemo own, Browser browser) : IClassFixture<ReaderLifeTests.OwnDemo>
{
    private const float Patient = 40_000;

    /// <summary>Without a script the form asks to wait ten seconds.</summary>
    private static readonly TimeSpan SlowPath = TimeSpan.FromSeconds(10.5);

    private readonly RunningDemo demo = own.Demo;

    [Theory]
    [InlineData("script", true)]
    [InlineData("noscript", false)]
    public async Task A_reader_subscribes_confirms_reads_pauses_changes_leaves_returns_and_is_erased(string name, bool scripts)
    {
        using var mails = new DemoMails(demo);
        var reader = $"{name}@walk.example";
        var page = await browser.NewPageAsync(scripts: scripts);
        page.PageError += (_, error) => Assert.Fail(error);

        // The rules of axe-core are a script, and wait for timers: with scripts off, none runs.
        Task LookAsync(string step) => scripts ? Looks.CheckAsync(page, $"walk-{step}") : Looks.ShootAsync(page, $"walk-noscript-{step}");

        await SubscribeAsync(page, await SiteAsync(mails), reader, scripts, LookAsync);
        await ConfirmAsync(page, DemoMails.Link(await mails.FindAsync(reader, "Please confirm"), "Look and confirm"), LookAsync);
        await SendDigestAsync(name);
        var digest = await mails.FindAsync(reader, $"News for {name}");
        await ChangeAsync(page, DemoMails.Link(digest, "Manage"), LookAsync);
        await LeaveAndReturnAsync(page, mails, digest, LookAsync);
        await EraseAsync(page, DemoMails.Link(digest, "Manage"), LookAsync);
        await page.Context.CloseAsync();
    }

    private static ILocator Title(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task SubscribeAsync(IPage page, string site, string reader, bool scripts, Func<string, Task> look)
    {
        await page.GotoAsync($"{site}/t/water");
        await look("1-topic");
        await page.GetByLabel("Your email address").FillAsync(reader);
        await Button(page, "Subscribe to Water Policy").ClickAsync();
        if (!scripts)
        {
            await Expect(page.GetByText(reader)).ToBeVisibleAsync();
            await page.WaitForTimeoutAsync((float)SlowPath.TotalMilliseconds);
            await Button(page, "Subscribe to Water Policy").ClickAsync();
        }

        await Expect(Title(page)).ToHaveTextAsync("Now look into your inbox", new() { Timeout = Patient });
        await look("2-sent");
    }

    private static async Task ConfirmAsync(IPage page, string link, Func<string, Task> look)
    {
        await page.GotoAsync(link);
        await look("3-confirm");
        await Button(page, "Yes, send me this").ClickAsync();
        await Expect(Title(page)).ToHaveTextAsync("You are subscribed");
        await look("4-confirmed");
        await page.GotoAsync(link);
        await Expect(Button(page, "Yes, send me this")).ToHaveCountAsync(0);
        await look("5-confirmed-before");
    }

    private static async Task ChangeAsync(IPage page, string manage, Func<string, Task> look)
    {
        await page.GotoAsync(manage);
        await look("6-manage");
        await page.GetByLabel("Begin again on").FillAsync(DateTimeOffset.Now.AddDays(20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await Button(page, "Pause").ClickAsync();
        await Expect(page.GetByText("No digest comes before")).ToBeVisibleAsync();
        await look("7-paused");
        await Button(page, "End the pause now").ClickAsync();
        await Expect(Button(page, "End the pause now")).ToHaveCountAsync(0);
        await look("8-resumed");

        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Law Enforcement Partnerships" }).CheckAsync();
        await Button(page, "Save topics").ClickAsync();
        await Expect(page.GetByText("You now follow Law Enforcement Partnerships.")).ToBeVisibleAsync();
        await look("9-changed");
    }

    private static async Task LeaveAndReturnAsync(IPage page, DemoMails mails, MimeMessage digest, Func<string, Task> look)
    {
        await mails.LeaveWithOneClickAsync(digest);
        await page.GotoAsync(DemoMails.Link(digest, "Unsubscribe"));
        await Expect(Title(page)).ToHaveTextAsync("You are unsubscribed");
        await look("10-left");
        await Button(page, "Undo").ClickAsync();
        await Expect(Title(page)).ToHaveTextAsync("Everything is as it was");
        await look("11-undone");
    }

    private static async Task EraseAsync(IPage page, string manage, Func<string, Task> look)
    {
        await page.GotoAsync(manage);
        foreach (var topic in new[] { "Water Policy", "Law Enforcement Partnerships" })
        {
            await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = topic })).ToBeCheckedAsync();
        }

        await Button(page, "Erase me …").ClickAsync();
        await Expect(Button(page, "Erase everything about me")).ToBeVisibleAsync();
        await look("12-erase");
        await Button(page, "Erase everything about me").ClickAsync();
        await Expect(Title(page)).ToHaveTextAsync("You are forgotten");
        await look("13-erased");
        await page.GotoAsync(manage);
        await Expect(Title(page)).ToHaveTextAsync("There is nothing here");
        await look("14-gone");
    }

    // Something new, and a member of staff who does not wait for Monday.
    private async Task SendDigestAsync(string name)
    {
        await File.WriteAllTextAsync(
            Path.Combine(demo.Content, $"walk-{name}.md"),
            $"---\ntitle: News for {name}\ndate: {DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}\ntopics: [water]\nlink: https://news.example.org/walk-{name}\n---\nIt is new.\n",
            TestContext.Current.CancellationToken);
        var staff = await own.StaffAsync(browser);
        await staff.Locator("[data-channel='water']").ClickAsync();
        await Expect(staff.Locator("[data-message-id]", new() { HasText = $"News for {name}" })).ToHaveCountAsync(1, new() { Timeout = Patient });
        await staff.Locator("[data-channel='lobby']").ClickAsync();
        await StaffDemoTests.SendAsync(staff, "digest send-now");
        await StaffDemoTests.Replies(staff).GetByRole(AriaRole.Button, new() { Name = "Send to" }).ClickAsync(new() { Timeout = Patient });
        await Expect(StaffDemoTests.Replies(staff).Filter(new() { HasText = "is on its way" })).ToBeVisibleAsync(new() { Timeout = Patient });
        await StaffDemoTests.DismissAsync(staff);
    }

    private static async Task<string> SiteAsync(DemoMails mails) =>
        new Uri(DemoMails.Link(await mails.FindAsync("ana@readers.example", "View in browser"), "View in browser")).GetLeftPart(UriPartial.Authority);

    /// <summary>Posts and mails of these walks would be in the way of other tests.</summary>
    public sealed class OwnDemo : IAsyncLifetime
    {
        private IPage? staff;

        public RunningDemo Demo { get; } = new();

        /// <summary>The desk, opened once.</summary>
        internal async Task<IPage> StaffAsync(Browser browser) => staff ??= await StaffDemoTests.OpenAsync(Demo, browser);

        public ValueTask InitializeAsync() => Demo.InitializeAsync();

        public ValueTask DisposeAsync() => Demo.DisposeAsync();
    }
}
