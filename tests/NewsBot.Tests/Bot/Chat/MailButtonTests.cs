using System.Globalization;
using NewsBot.Bot.Chat;
using NewsBot.Bot.Commands;
using NewsBot.Discord.Model;
using NewsBot.Tests.Support;
using Xunit;
using static NewsBot.Tests.Bot.Chat.ChannelWorld;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>"Get it by mail" under posts: where it stands, and that it alone is no reason to touch a message.</summary>
public sealed class MailButtonTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task Posts_of_the_bot_have_the_button_and_those_of_a_webhook_have_none(string dialect)
    {
        await using var world = await CreateAsync(dialect, To(News), To(Forum), ToHook());
        Switch(world, on: true);
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.Equal(["2 Get it by mail v1:get-mail:0:0:1"], Buttons(world.Only(News)));
        Assert.Equal(["2 Get it by mail v1:get-mail:0:0:1"], Buttons(world.Only(world.Thread.Id)));
        Assert.Empty(Buttons(world.Only(ChannelWorld.Text)));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Switching_it_on_or_off_edits_nothing_and_the_next_edit_brings_or_takes_it(string dialect)
    {
        await using var world = await CreateAsync(dialect, To(ChannelWorld.Text), To(Forum));
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.Empty(Buttons(world.Only(ChannelWorld.Text)));

        foreach (var on in new[] { true, false, true })
        {
            Switch(world, on);
            var since = world.Discord.Requests.Count;
            await world.PutAllAsync([]);
            await world.DeliverAsync();
            Assert.Equal(since, world.Discord.Requests.Count);

            await world.PutAsync("a", $"Harbour patrols begin, {since}");
            await world.DeliverAsync();
            Assert.Equal(on ? 1 : 0, Buttons(world.Only(ChannelWorld.Text)).Count);
            Assert.Equal(on ? 1 : 0, Buttons(world.Only(world.Thread.Id)).Count);
        }

        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        Assert.StartsWith("**Withdrawn:**", world.Only(ChannelWorld.Text).Content, StringComparison.Ordinal);
        Assert.Empty(Buttons(world.Only(ChannelWorld.Text)));
    }

    [Fact]
    public async Task In_a_server_whose_people_cannot_use_it_there_is_none()
    {
        await using var world = await CreateAsync("sqlite", To(ChannelWorld.Text));
        Switch(world, on: true, guild: 42);
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.Empty(Buttons(world.Only(ChannelWorld.Text)));
    }

    private static void Switch(ChannelWorld world, bool on, ulong? guild = null)
    {
        world.MailButton = on ? new MailButton(new Snowflake(guild ?? world.Discord.GuildId), DigestSubscribe.Button) : null;
        world.Restart();
    }

    private static IReadOnlyList<string> Buttons(NewsBot.Sandbox.LocalDiscord.Message message) =>
    [
        .. message.Components.SelectMany(row => row.GetProperty("components").EnumerateArray())
            .Select(button => string.Create(CultureInfo.InvariantCulture, $"{button.GetProperty("style").GetInt32()} {button.GetProperty("label")} {button.GetProperty("custom_id")}")),
    ];
}
