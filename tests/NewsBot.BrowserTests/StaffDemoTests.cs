using Microsoft.Playwright;
using NewsBot.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsBot.BrowserTests;

/// <summary>Staff and a member run the newsroom of a demo of their own, by typing alone.</summary>
public sealed class StaffDemoTests(Browser browser) : IAsyncLifetime
{
    /// <summary>Milliseconds. The demo begins with posts that keep Discord's limits, and commands wait for nothing longer.</summary>
    private const float Patient = 40_000;

    private readonly RunningDemo demo = new();

    public ValueTask InitializeAsync() => demo.InitializeAsync();

    public ValueTask DisposeAsync() => demo.DisposeAsync();

    [Fact]
    public async Task News_is_previewed_posted_edited_corrected_and_retracted_by_typing()
    {
        var page = await OpenAsync(demo, browser);

        await SendAsync(page, "news preview", ("item", "weir"));
        var preview = Replies(page).Filter(new() { HasText = "New gauges at Hollin weir" });
        await Expect(preview).ToBeVisibleAsync(new() { Timeout = Patient });
        await preview.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();

        await SendAsync(page, "news post", ("item", "weir"), ("channel", "lobby"));
        await Replies(page).GetByRole(AriaRole.Button, new() { Name = "Post it" }).ClickAsync();
        await Expect(Replies(page)).ToContainTextAsync("is on its way");
        await Replies(page).GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        var post = Posts(page, "Hollin weir");
        await Expect(post).ToHaveCountAsync(1);

        await MenuAsync(page, post, "Correct this post");
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByLabel("Title").FillAsync("New gauges at Hollin weir, in plain words");
        await form.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(Posts(page, "in plain words")).ToHaveCountAsync(1);
        Assert.Equal(0, await Posts(page, "Correction:").CountAsync());

        await MenuAsync(page, Posts(page, "in plain words"), "Correct this post");
        await form.GetByLabel("What was wrong").FillAsync("It is ten minutes, not five.");
        await form.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(Posts(page, "It is ten minutes, not five.")).ToHaveCountAsync(1);
        await page.ScreenshotAsync(new() { Path = Repository.Path("artifacts", "screenshots", "staff-corrected.png") });

        await SendAsync(page, "news retract", ("item", "plain words"));
        await form.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(Posts(page, "Withdrawn")).ToHaveCountAsync(1);
        await page.Locator("[data-channel='water']").ClickAsync();
        await Expect(page.Locator("[data-message-id]", new() { HasText = "Withdrawn" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_topic_is_routed_a_member_follows_it_and_gets_it_by_mail_and_the_digest_is_previewed()
    {
        var page = await OpenAsync(demo, browser);

        await SendAsync(page, "topic route", ("topic", "water"), ("channel", "lobby"));
        await Expect(Replies(page)).ToContainTextAsync("From now on", new() { Timeout = Patient });
        await File.WriteAllTextAsync(
            Path.Combine(demo.Content, "dredging.md"),
            "---\ntitle: Dredging begins at the weir\ndate: 2026-11-20T10:00:00Z\ntopics: [water]\nlink: https://news.example.org/dredging\n---\nFor two weeks.\n",
            TestContext.Current.CancellationToken);
        await Expect(Posts(page, "Dredging begins")).ToHaveCountAsync(1, new() { Timeout = Patient });

        await SendAsync(page, "digest preview");
        await Expect(Replies(page).Filter(new() { HasText = "Dredging begins" })).ToBeVisibleAsync(new() { Timeout = Patient });
        await page.ScreenshotAsync(new() { Path = Repository.Path("artifacts", "screenshots", "staff-digest-preview.png") });

        await page.GetByLabel("You are").SelectOptionAsync("Milo (member)");
        await Expect(Replies(page)).ToHaveCountAsync(0);
        await SendAsync(page, "follow", ("topic", "law"));
        await Expect(Replies(page)).ToContainTextAsync("You follow");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Message #lobby" }).FillAsync("/");
        var offered = page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option);
        await Expect(offered.Filter(new() { HasText = "/topics" })).ToHaveCountAsync(1);
        await Expect(offered.Filter(new() { HasText = "/news" })).ToHaveCountAsync(0);

        await page.Locator("[data-channel='water']").ClickAsync();
        await page.Locator("[data-message-id]").Last.GetByRole(AriaRole.Button, new() { Name = "Get it by mail" }).ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByLabel("Your email address").FillAsync("milo@walk.example");
        await page.ScreenshotAsync(new() { Path = Repository.Path("artifacts", "screenshots", "member-mail-form.png") });
        await form.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(Replies(page)).ToContainTextAsync("confirm", new() { Timeout = Patient });
        await Expect(Replies(page)).Not.ToContainTextAsync("milo");
        using var mails = new DemoMails(demo);
        Assert.Contains("/c/", DemoMails.Link(await mails.FindAsync("milo@walk.example", "Please confirm"), "Look and confirm"), StringComparison.Ordinal);
    }

    internal static async Task<IPage> OpenAsync(RunningDemo demo, Browser browser)
    {
        var page = await browser.NewPageAsync(1280);
        page.PageError += (_, error) => Assert.Fail(error);
        await page.GotoAsync(demo.Address);

        // All posts stand, so nothing of the start is in the way of what is typed.
        await page.Locator("[data-channel='water']").ClickAsync();
        await Expect(page.Locator("[data-message-id]").Nth(2)).ToBeAttachedAsync(new() { Timeout = Patient });
        await page.Locator("[data-channel='lobby']").ClickAsync();
        await ConnectedAsync(page);
        return page;
    }

    // Commands are registered and the gateway is reached within the first seconds; what is said before is not heard.
    private static async Task ConnectedAsync(IPage page)
    {
        var status = page.GetByRole(AriaRole.Button, new() { Name = "Send /status" });
        var answer = Replies(page).Filter(new() { HasText = "Connected to Discord" });
        for (var left = Patient; left > 0 && await answer.CountAsync() == 0; left -= 500)
        {
            await page.GetByRole(AriaRole.Combobox, new() { Name = "Message #lobby" }).FillAsync("/status ");
            if (await status.IsVisibleAsync())
            {
                await status.ClickAsync();
            }

            await page.WaitForTimeoutAsync(500);
        }

        await Expect(answer.First).ToBeVisibleAsync();
        await DismissAsync(page);
    }

    internal static async Task DismissAsync(IPage page)
    {
        for (var left = await Replies(page).CountAsync(); left > 0; left--)
        {
            await Replies(page).First.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
            await Expect(Replies(page)).ToHaveCountAsync(left - 1);
        }
    }

    internal static async Task SendAsync(IPage page, string command, params (string Option, string Typed)[] options)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Message #lobby" }).FillAsync($"/{command} ");
        foreach (var (option, typed) in options)
        {
            await page.GetByRole(AriaRole.Combobox, new() { Name = option, Exact = true }).PressSequentiallyAsync(typed);
            await page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).Filter(new() { HasText = typed }).First.ClickAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = $"Send /{command}" }).ClickAsync();
    }

    private static async Task MenuAsync(IPage page, ILocator post, string entry)
    {
        await post.GetByRole(AriaRole.Button, new() { Name = "Commands for this message" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = entry }).ClickAsync();
    }

    internal static ILocator Replies(IPage page) => page.GetByRole(AriaRole.Article).Filter(new() { HasText = "Only you can see this" });

    private static ILocator Posts(IPage page, string text) =>
        page.GetByRole(AriaRole.Article).Filter(new() { HasText = text, HasNotText = "Only you can see this" });
}
