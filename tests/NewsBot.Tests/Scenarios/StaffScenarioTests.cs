using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Staff;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Sandbox.LocalDiscord.Interactions;
using Xunit;
using LocalDiscord = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Tests.Scenarios;

/// <summary>People and the real program, with the local Discord between them: gateway, commands, buttons, forms, the desk.</summary>
public sealed class StaffScenarioTests
{
    private const ulong Desk = 1_200_000_000_000_000_009;
    private const ulong Role = 1_200_000_000_000_000_101;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Staff_correct_and_take_back_a_post_and_a_member_can_do_nothing_of_it()
    {
        await using var room = await RoomAsync();
        room.Write("first.md", "Harbour patrols begin", "topic-0");
        using var program = await StartAsync(room);
        var post = await room.Sandbox.Discord.WaitForMessageAsync(message => message.ChannelId == ScenarioRoom.Channels[0] && message.Embeds.Count > 0, Ct);

        var form = await Acts(room).UseMenuAsync(LocalDiscord.Nadia, post, "Correct this post", Ct);
        var modal = (await form.WaitForReplyAsync(Ct)).Modal!;
        var corrected = await Acts(room).SubmitAsync(
            LocalDiscord.Nadia, modal, new Dictionary<string, string> { ["title"] = "Harbour patrols begin on Monday", ["summary"] = "Twice a day.", ["correction"] = "The day was missing." }, Ct);
        Assert.Contains("is changed", (await corrected.WaitForReplyAsync(message => message.Content.Length > 0, Ct)).Message!.Content, StringComparison.Ordinal);
        await room.Sandbox.Discord.WaitForMessageAsync(message => message.Id == post.Id && Title(message) == "Harbour patrols begin on Monday", Ct);

        var retraction = (await (await Acts(room).UseMenuAsync(LocalDiscord.Nadia, post, "Retract this post", Ct)).WaitForReplyAsync(Ct)).Modal!;
        await RefusedAsync(await Acts(room).UseMenuAsync(LocalDiscord.Milo, post, "Retract this post", Ct));
        await RefusedAsync(await Acts(room).ForgePressAsync(LocalDiscord.Milo, post, retraction.CustomId, Ct));
        await RefusedAsync(await Acts(room).RunCommandAsync(LocalDiscord.Milo, post.ChannelId, "news list", ct: Ct));

        var sent = await Acts(room).SubmitAsync(LocalDiscord.Nadia, retraction, new Dictionary<string, string> { ["reason"] = "" }, Ct);
        await room.Sandbox.Discord.WaitForMessageAsync(message => message.Id == post.Id && message.Content.Contains("Withdrawn", StringComparison.Ordinal), Ct);
        await Acts(room).RepeatAsync(sent, Ct);

        await room.SettledAsync("discord", 1, Ct); // The message changes a moment before the row does.
        Assert.Contains("Nothing waits", await ToldAsync(room, LocalDiscord.Nadia, "status"), StringComparison.Ordinal);
        Assert.Equal(["retract", "correct"], (await room.ReadAsync(tx => AuditTable.ListAsync(tx, 10))).Select(line => line.Command));
        Assert.Equal(0, await program.StopAsync(Ct));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_held_item_is_a_card_on_the_desk_that_changes_when_somebody_approves()
    {
        await using var room = await RoomAsync();
        File.WriteAllText(
            Path.Combine(room.Folder, "content", "later.md"),
            "---\ntitle: Port opens\ndate: 2026-11-20T10:00:00Z\npublishAt: 2099-01-01T00:00:00Z\ntopics: [topic-1]\nlink: https://news.example.org/port\n---\nWhat happened.\n");
        using var program = await StartAsync(room);
        var choices = await SuggestedAsync(room, "news hold", "port");
        Assert.Contains("is held", await ToldAsync(room, LocalDiscord.Nadia, "news hold", ("item", choices[0].Value)), StringComparison.Ordinal);

        var card = await room.Sandbox.Discord.WaitForMessageAsync(message => message.ChannelId == Desk && message.Embeds.Count > 0, Ct);
        Assert.Equal("Port opens", Title(card));
        Assert.Equal(["Approve", "Edit", "Hold", "Kill"], Buttons(card).Select(button => button.Label));
        await RefusedAsync(await Acts(room).ForgePressAsync(LocalDiscord.Milo, card, Buttons(card)[0].CustomId, Ct));

        var approved = await Acts(room).PressAsync(LocalDiscord.Nadia, card, Buttons(card)[0].CustomId, Ct);
        Assert.Contains("is released", (await approved.WaitForReplyAsync(message => message.Content.Length > 0, Ct)).Message!.Content, StringComparison.Ordinal);
        var changed = await room.Sandbox.Discord.WaitForMessageAsync(message => message.Id == card.Id && message.Components.Count == 0, Ct);
        Assert.Contains($"is scheduled for <t:4070908800:f> by <@{LocalDiscord.Nadia}>", changed.Content, StringComparison.Ordinal);
        Assert.Empty(changed.Embeds);
        Assert.Equal(0, await program.StopAsync(Ct));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_topic_is_routed_tested_and_followed_by_typing()
    {
        await using var room = await RoomAsync();
        using var program = await StartAsync(room);
        var channel = ScenarioRoom.Channels[3].ToString(CultureInfo.InvariantCulture);
        Assert.Contains(
            "From now on",
            await ToldAsync(room, LocalDiscord.Nadia, "topic route", ("topic", "topic-0"), ("channel", channel), ("mention", Role.ToString(CultureInfo.InvariantCulture))),
            StringComparison.Ordinal);

        var asked = await Acts(room).RunCommandAsync(LocalDiscord.Nadia, Desk, "topic test", new Dictionary<string, string> { ["topic"] = "topic-0", ["channel"] = channel }, Ct);
        var question = (await asked.WaitForReplyAsync(message => message.Components.Count > 0, Ct)).Message!;
        var shown = await Acts(room).PressAsync(LocalDiscord.Nadia, question, Buttons(question)[0].CustomId, Ct);
        var test = await room.Sandbox.Discord.WaitForMessageAsync(message => message.ChannelId == ScenarioRoom.Channels[3] && message.Content.Contains("Test", StringComparison.Ordinal), Ct);
        Assert.Empty(test.MentionRoles);
        var answer = (await shown.WaitForReplyAsync(message => message.Content.Contains("on its way", StringComparison.Ordinal), Ct)).Message!;
        await Acts(room).PressAsync(LocalDiscord.Nadia, answer, Buttons(answer)[0].CustomId, Ct);
        await room.Sandbox.Discord.WaitForChannelAsync(ScenarioRoom.Channels[3], messages => messages.Count == 0, Ct);

        Assert.Contains("You follow", await ToldAsync(room, LocalDiscord.Milo, "follow", ("topic", "topic-0")), StringComparison.Ordinal);
        Assert.Contains(Role, room.Sandbox.Discord.FindPerson(LocalDiscord.Milo)!.Roles);
        Assert.Equal(0, await program.StopAsync(Ct));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_missing_permission_and_a_deleted_channel_are_each_named_once_and_a_recovery_is_said()
    {
        await using var room = await RoomAsync();
        using var program = await StartAsync(room);
        var discord = room.Sandbox.Discord;
        discord.SetPermissions(ScenarioRoom.Channels[0], deny: Permissions.EmbedLinks);
        discord.DeleteChannel(ScenarioRoom.Channels[1]);
        room.Write("first.md", "Harbour patrols begin", "topic-0");
        room.Write("second.md", "Port opens", "topic-1");

        var alert = await discord.WaitForMessageAsync(message => message.ChannelId == Desk && message.Content.Contains("Embed Links", StringComparison.Ordinal), Ct);
        await discord.WaitForMessageAsync(message => message.ChannelId == Desk && message.Content.Contains("does not exist", StringComparison.Ordinal), Ct);
        Assert.DoesNotContain("Send Messages", alert.Content, StringComparison.Ordinal);
        var status = await ToldAsync(room, LocalDiscord.Nadia, "status");
        Assert.Contains("give the bot Embed Links", status, StringComparison.Ordinal);
        Assert.Contains("does not exist any more", status, StringComparison.Ordinal);
        Assert.Equal(2, discord.Requests.Count(request => request.Status >= 400)); // The message, and the look at the channel that is gone.

        discord.SetPermissions(ScenarioRoom.Channels[0], deny: Permissions.None);
        var waiting = (await room.ReadAsync(tx => DeliveryList.FindAsync(tx, new DeliveryQuery(Lane: "discord", Address: ScenarioRoom.Channels[0].ToString(CultureInfo.InvariantCulture))))).Single();
        await ToldAsync(room, LocalDiscord.Nadia, "delivery retry", ("delivery", waiting.Id.ToString(CultureInfo.InvariantCulture)));
        await discord.WaitForMessageAsync(message => message.ChannelId == ScenarioRoom.Channels[0] && Title(message) == "Harbour patrols begin", Ct);
        await discord.WaitForMessageAsync(message => message.Id == alert.Id && message.Content.Contains("Recovered", StringComparison.Ordinal), Ct);
        Assert.Equal(0, await program.StopAsync(Ct));
    }

    [Fact(Timeout = 180_000)]
    public async Task Commands_come_by_signed_calls_where_that_is_configured_and_unsigned_ones_are_refused()
    {
        await using var room = await RoomAsync();
        var pages = $"http://127.0.0.1:{ScenarioRoom.FreePort()}";
        room.Configure(options =>
        {
            options["web"] = new { listen = pages, url = pages };
            options["discord"] = Discord(room, "http");
        });
        using var program = room.Start();
        await program.SaysAsync("Discord does not know where to send commands", Ct);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bot {ScenarioRoom.Token}");
        http.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://news.example.org, 1.0.0)");
        using var door = JsonContent.Create(new { interactions_endpoint_url = $"{pages}/interactions" });
        using var set = await http.PatchAsync(new Uri(room.Sandbox.DiscordApi, "applications/@me"), door, Ct);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode); // Discord tries good and bad signatures before it takes the address.
        await Acts(room).WaitForCommandAsync("topics", Ct);

        Assert.Contains("Topic 0", await ToldAsync(room, LocalDiscord.Milo, "topics"), StringComparison.Ordinal);
        Assert.Empty(room.Sandbox.Discord.Gateway.Visits);

        using var unsigned = JsonContent.Create(new { id = "1", type = 2 });
        using var refused = await http.PostAsync(new Uri($"{pages}/interactions"), unsigned, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(0, await program.StopAsync(Ct));
    }

    private static LocalInteractions Acts(ScenarioRoom room) => room.Sandbox.Discord.Interactions;

    private static async Task<ScenarioRoom> RoomAsync()
    {
        var room = await ScenarioRoom.CreateAsync(new ChannelLimits { PerChannel = 500, Global = 1000 }, Ct);
        room.Sandbox.Discord.AddChannel(Desk, "desk");
        room.Sandbox.Discord.AddRole(Role, "Followers", 0x1f5fa8);
        room.Configure(options => options["discord"] = Discord(room, "gateway"));
        return room;
    }

    private static object Discord(ScenarioRoom room, string interactions) => new
    {
        token = ScenarioRoom.Token,
        api = room.Sandbox.DiscordApi,
        guild = room.Sandbox.Discord.GuildId.ToString(CultureInfo.InvariantCulture),
        staffRoles = new[] { LocalDiscord.NewsDesk.ToString(CultureInfo.InvariantCulture) },
        desk = Desk.ToString(CultureInfo.InvariantCulture),
        interactions,
    };

    /// <summary>Returns when the program can be told commands.</summary>
    private static async Task<NewsBotProcess> StartAsync(ScenarioRoom room)
    {
        var program = room.Start();
        await program.Running;
        await Acts(room).WaitForCommandAsync("news", Ct);
        while ((await (await Acts(room).RunCommandAsync(LocalDiscord.Nadia, Desk, "topic list", ct: Ct)).WaitForReplyAsync(Ct)).Failed)
        {
            // The gateway connects beside the registration; what is said before it is there is not heard.
        }

        return program;
    }

    private static async Task<string> ToldAsync(ScenarioRoom room, ulong person, string command, params (string Name, string Value)[] options)
    {
        var act = await Acts(room).RunCommandAsync(person, Desk, command, options.ToDictionary(option => option.Name, option => option.Value), Ct);
        return (await act.WaitForReplyAsync(message => message.Content.Length > 0, Ct)).Message!.Content;
    }

    private static async Task<IReadOnlyList<Choice>> SuggestedAsync(ScenarioRoom room, string command, string typed)
    {
        while (true)
        {
            var act = await Acts(room).CompleteAsync(LocalDiscord.Nadia, Desk, command, new Dictionary<string, string> { ["item"] = typed }, "item", Ct);
            if ((await act.WaitForReplyAsync(Ct)).Choices is { Count: > 0 } choices)
            {
                return choices; // The source is read in its own time.
            }
        }
    }

    private static async Task RefusedAsync(Interaction act) =>
        Assert.Contains("staff only", (await act.WaitForReplyAsync(message => message.Content.Length > 0, Ct)).Message!.Content, StringComparison.Ordinal);

    private static string? Title(Message message) => message.Embeds is [var embed, ..] && embed.TryGetProperty("title", out var title) ? title.GetString() : null;

    private static IReadOnlyList<(string Label, string CustomId)> Buttons(Message message) =>
    [
        .. message.Components.SelectMany(row => row.GetProperty("components").EnumerateArray())
            .Select(button => (button.GetProperty("label").GetString()!, button.GetProperty("custom_id").GetString()!)),
    ];
}
