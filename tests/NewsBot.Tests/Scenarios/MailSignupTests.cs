using System.Globalization;
using System.Text.RegularExpressions;
using NewsBot.Newsroom.Staff;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord.Interactions;
using Xunit;
using LocalDiscord = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Tests.Scenarios;

/// <summary>From the button under a post to a confirmed subscription: the real program between the local Discord and the local mailbox.</summary>
public sealed class MailSignupTests
{
    private const string Address = "zoe@readers.example";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_member_presses_the_button_under_a_post_and_confirms_in_the_mail()
    {
        await using var room = await ScenarioRoom.CreateAsync(new ChannelLimits { PerChannel = 500, Global = 1000 }, Ct);
        room.Configure(options =>
        {
            options["digests"] = new { weekly = new { }, daily = new { at = "daily 07:00" } };
            options["discord"] = new { token = ScenarioRoom.Token, api = room.Sandbox.DiscordApi, guild = room.Sandbox.Discord.GuildId.ToString(CultureInfo.InvariantCulture) };
        });
        room.Write("first.md", "Harbour patrols begin", "topic-0");
        using var program = room.Start();
        await program.Running;
        var post = await room.Sandbox.Discord.WaitForMessageAsync(message => message.ChannelId == ScenarioRoom.Channels[0] && message.Embeds.Count > 0, Ct);
        var button = Assert.Single(Assert.Single(post.Components).GetProperty("components").EnumerateArray()).GetProperty("custom_id").GetString()!;

        var form = await FormAsync(() => Acts(room).PressAsync(LocalDiscord.Milo, post, button, Ct));
        var first = await SubmitAsync(room, form, "daily");
        var mail = (await room.Sandbox.Mailbox.WaitForMailAsync(mail => mail.EnvelopeTo.Contains(Address), Ct)).Parse();
        Assert.Contains("Topic 0", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(first, await SubmitAsync(room, await CommandAsync(room), "daily")); // And no second mail: see below.

        var link = Regex.Match(mail.TextBody!, @"http://127\.0\.0\.1:\d+/c/\S+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        using var http = new HttpClient();
        var page = await http.GetStringAsync(new Uri(link), Ct);
        var topic = Regex.Match(page, "name=\"topic\" value=\"(?<id>[0-9]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["id"].Value;
        using var ticked = new FormUrlEncodedContent([new("topic", topic)]);
        var confirmed = await http.PostAsync(new Uri(link), ticked, Ct);
        Assert.Contains("You are subscribed", await confirmed.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.StartsWith(
            "form in Discord, words 1 (en), daily digest of \"Topic 0\"",
            await room.ReadAsync(tx => tx.FirstAsync<string>("select consent from subscriptions where confirmed_at is not null and plan = 'daily'")),
            StringComparison.Ordinal);

        Assert.Equal(0, await program.StopAsync(Ct));
        Assert.Single(room.Sandbox.Mailbox.Mails);
        Assert.DoesNotContain("zoe", program.Stderr + program.Stdout, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await room.ReadAsync(tx => AuditTable.ListAsync(tx, 10)));
    }

    private static LocalInteractions Acts(ScenarioRoom room) => room.Sandbox.Discord.Interactions;

    private static async Task<Modal> CommandAsync(ScenarioRoom room)
    {
        await Acts(room).WaitForCommandAsync("digest", Ct);
        return await FormAsync(() => Acts(room).RunCommandAsync(LocalDiscord.Milo, ScenarioRoom.Channels[1], "digest subscribe", new Dictionary<string, string> { ["topic"] = "topic-0" }, Ct));
    }

    // The gateway connects beside the posts; what is done before it is there is not heard.
    private static async Task<Modal> FormAsync(Func<Task<Interaction>> act)
    {
        while (true)
        {
            var reply = await (await act()).WaitForReplyAsync(Ct);
            if (!reply.Failed)
            {
                return reply.Modal ?? throw new InvalidOperationException($"No form but: {reply.Message?.Content}");
            }
        }
    }

    private static async Task<string> SubmitAsync(ScenarioRoom room, Modal form, string plan)
    {
        var sent = await Acts(room).SubmitAsync(LocalDiscord.Milo, form, new Dictionary<string, string> { ["address"] = Address, ["plan"] = plan }, Ct);
        var told = (await sent.WaitForReplyAsync(message => message.Content.Length > 0, Ct)).Message!;
        Assert.Equal(LocalDiscord.Milo, told.SeenBy);
        Assert.Contains("asks its owner to confirm", told.Content, StringComparison.Ordinal);
        return told.Content;
    }
}
