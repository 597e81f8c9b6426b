using Microsoft.Playwright;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsBot.BrowserTests;

/// <summary>What a person does in the local Discord by typing, pressing and filling in, against a bot that follows a script.</summary>
public sealed class CommandTests(Browser browser) : IAsyncLifetime
{
    private CommandScript script = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => script = await CommandScript.StartAsync(Ct);

    public ValueTask DisposeAsync() => script.DisposeAsync();

    [Fact]
    public async Task A_command_is_typed_with_suggestions_and_answered_for_its_person_alone()
    {
        var page = await OpenAsync();
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = "Message #ports" });

        await box.PressSequentiallyAsync("/po");
        await Expect(Options(page)).ToHaveTextAsync(["/news postPosts an item now"]);
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "/news post" })).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Enter");

        await page.GetByRole(AriaRole.Combobox, new() { Name = "item" }).PressSequentiallyAsync("harb");
        await Expect(Options(page)).ToHaveTextAsync(["New harbour patrols begin", "Harbour day"]);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");

        var reply = Messages(page, "Only you can see this");
        await Expect(reply).ToContainTextAsync("Nadia (staff) used /news post");
        await Expect(reply.GetByText("Two boats, day and night.")).ToBeVisibleAsync();
        await Expect(box).ToBeFocusedAsync();
        var sent = script.Bot.Heard.Last(heard => heard.GetProperty("type").GetInt32() == 2);
        Assert.Equal("item-0", sent.GetProperty("data").GetProperty("options")[0].GetProperty("options")[0].GetProperty("value").GetString());

        await reply.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(reply).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Expect(page.GetByText("Old harbour closed")).ToBeVisibleAsync();
        await Expect(reply).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_button_updates_its_reply_and_the_keyboard_stays_where_it_was()
    {
        var page = await OpenAsync();
        var reply = await PreviewAsync(page);

        await reply.GetByRole(AriaRole.Button, new() { Name = "Post now" }).ClickAsync();

        await Expect(reply).ToContainTextAsync("Posted.");
        await Expect(reply).ToBeFocusedAsync();
        await Expect(reply.GetByRole(AriaRole.Button, new() { Name = "Post now" })).ToHaveCountAsync(0);
        await Expect(Messages(page, "New harbour patrols begin")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_select_of_several_is_chosen_with_the_keyboard()
    {
        var page = await OpenAsync();
        var reply = await PreviewAsync(page);

        await reply.GetByRole(AriaRole.Button, new() { Name = "Topics" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Ports" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync(" ");
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        await Expect(reply).ToContainTextAsync("It goes to ports and water.");
        await Expect(reply.GetByRole(AriaRole.Button, new() { Name = "Topics" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_form_opens_is_left_and_is_filled()
    {
        var page = await OpenAsync();
        var reply = await PreviewAsync(page);
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "Correct this post" });
        var edit = reply.GetByRole(AriaRole.Button, new() { Name = "Edit" });

        await edit.ClickAsync();
        await Expect(form.GetByLabel("Title")).ToBeFocusedAsync();
        await Expect(form.GetByLabel("Title")).ToHaveValueAsync("New harbour patrols begin");
        await page.Keyboard.PressAsync("Escape");
        await Expect(form).ToHaveCountAsync(0);
        await Expect(edit).ToBeFocusedAsync();

        await edit.ClickAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(form).ToBeVisibleAsync(); // The correction is required.
        await form.GetByLabel("Correction").FillAsync("Three boats, not two.");
        await form.GetByLabel("Topic").SelectOptionAsync("trains");
        await form.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();

        await Expect(form).ToHaveCountAsync(0);
        await Expect(Messages(page, "Corrected: Three boats, not two.")).ToBeVisibleAsync();
        Assert.Single(script.Bot.Heard, heard => heard.GetProperty("type").GetInt32() == 5);
    }

    [Fact]
    public async Task A_message_has_a_menu_of_commands_for_the_keyboard_too()
    {
        var page = await OpenAsync();
        var message = Messages(page, "Old harbour closed");

        await message.GetByRole(AriaRole.Button, new() { Name = "Commands for this message" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Menuitem)).ToHaveTextAsync(["Correct this post", "Report this post"]);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");

        await Expect(Messages(page, "Nadia (staff) used Report this post.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Menu)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_member_sees_neither_the_commands_nor_the_replies_of_staff()
    {
        var page = await OpenAsync();
        var reply = await PreviewAsync(page);
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = "Message #ports" });

        await page.GetByLabel("You are").SelectOptionAsync("Milo (member)");

        await Expect(reply).ToHaveCountAsync(0);
        await box.FillAsync("/");
        await Expect(Options(page)).ToHaveTextAsync(["/slowIs never answered", "/topicsShows the topics that there are"]);
        await box.FillAsync("/topics");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Messages(page, "Milo (member), there are two topics")).ToBeVisibleAsync();
        await Messages(page, "Old harbour closed").GetByRole(AriaRole.Button, new() { Name = "Commands for this message" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Menuitem)).ToHaveTextAsync(["Report this post"]);

        await page.GetByLabel("You are").SelectOptionAsync("Nadia (staff)");
        await Expect(reply).ToHaveCountAsync(1);
        await Expect(Messages(page, "there are two topics")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_channel_of_staff_is_there_for_staff_alone()
    {
        var page = await OpenAsync();
        var desk = page.GetByRole(AriaRole.Link, new() { Name = "desk" });
        await desk.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("#desk");

        await page.GetByLabel("You are").SelectOptionAsync("Milo (member)");

        await Expect(desk).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("#ports");
        script.Server.Discord.SetPermissions(CommandScript.Desk, deny: Permissions.None, allow: Permissions.ViewChannel, holder: script.Server.Discord.GuildId);
        await Expect(desk).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "ports" }).ClickAsync();
        script.Server.Discord.SetPermissions(CommandScript.Ports, deny: Permissions.ViewChannel, holder: script.Server.Discord.GuildId);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("#trains");
    }

    [Fact]
    public async Task What_is_missing_or_not_answered_is_said()
    {
        var page = await OpenAsync();
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = "Message #ports" });

        await box.FillAsync("hello");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "begin with /" })).ToBeVisibleAsync();
        await box.FillAsync("/news post ");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send /news post" }).ClickAsync();
        await Expect(page.GetByText("item is required")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "item" })).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "channel" }).FillAsync("nowhere");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "item" }).FillAsync("42");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send /news post" }).ClickAsync();
        await Expect(page.GetByText("Choose channel from the list")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave the command" }).ClickAsync();

        await box.FillAsync("/slow ");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("The application did not respond")).ToBeVisibleAsync(new() { Timeout = 10_000 });
    }

    [Theory]
    [InlineData("desktop-light", 1280, ColorScheme.Light)]
    [InlineData("desktop-dark", 1280, ColorScheme.Dark)]
    [InlineData("phone-light", 390, ColorScheme.Light)]
    [InlineData("phone-dark", 390, ColorScheme.Dark)]
    public async Task Commands_fit_their_window(string name, int width, ColorScheme scheme)
    {
        var page = await OpenAsync(width, scheme);
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = "Message #ports" });
        await box.FillAsync("/");
        await Expect(Options(page)).ToHaveCountAsync(4);
        await ShootAsync(page, $"commands-{name}");
        await box.FillAsync("/news post ");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "item" }).FillAsync("har");
        await Expect(Options(page)).ToHaveCountAsync(2);
        await ShootAsync(page, $"options-{name}");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        var reply = Messages(page, "Only you can see this");
        await Expect(reply).ToBeVisibleAsync();
        await ShootAsync(page, $"reply-{name}");
        await reply.GetByRole(AriaRole.Button, new() { Name = "Topics" }).ClickAsync();
        await Expect(Options(page)).ToHaveCountAsync(3);
        await ShootAsync(page, $"select-{name}");
        await page.Keyboard.PressAsync("Escape");
        await reply.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await ShootAsync(page, $"form-{name}");
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    private async Task<IPage> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await browser.NewPageAsync(width, width < 760 ? 844 : 900, scheme);
        page.PageError += (_, error) => Assert.Fail(error);
        await page.GotoAsync(script.Server.Page.AbsoluteUri);
        await Expect(page.GetByText("Old harbour closed")).ToBeVisibleAsync();
        return page;
    }

    private static async Task<ILocator> PreviewAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Message #ports" }).FillAsync("/news list ");
        await page.Keyboard.PressAsync("Enter");
        var reply = Messages(page, "Only you can see this");
        await Expect(reply).ToHaveCountAsync(1);
        return reply;
    }

    private static ILocator Options(IPage page) => page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option);

    private static ILocator Messages(IPage page, string text) => page.GetByRole(AriaRole.Article).Filter(new() { HasText = text });

    private static async Task ShootAsync(IPage page, string name)
        => await page.ScreenshotAsync(new() { Path = Repository.Path("artifacts", "screenshots", name + ".png") });
}
