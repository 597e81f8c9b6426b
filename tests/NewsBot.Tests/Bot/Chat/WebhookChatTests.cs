using System.Text.Json;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Support;
using Xunit;
using static NewsBot.Tests.Bot.Chat.ChannelWorld;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>Webhooks: posting, and nothing else; their addresses are secrets.</summary>
public sealed class WebhookChatTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_post_is_made_edited_and_withdrawn_by_the_webhook(string dialect)
    {
        await using var world = await CreateAsync(dialect, ToHook());
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.Equal("Partners", world.Only(ChannelWorld.Text).Webhook?.Name);

        await world.PutAsync("a", "Harbour patrols have begun", "There are three boats, not two.");
        await world.DeliverAsync();
        Assert.Equal("Harbour patrols have begun", TitleOf(world.Only(ChannelWorld.Text)));
        Assert.Contains("**Correction:**", DescriptionOf(world.Only(ChannelWorld.Text)), StringComparison.Ordinal);

        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        Assert.Contains("Withdrawn", world.Only(ChannelWorld.Text).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_is_looked_for_before_it_is_made_again()
    {
        await using var world = await CreateAsync("sqlite", ToHook());
        await world.PutAsync("a");
        await world.DieAfterSendingAsync("webhook");
        await world.DeliverAsync();
        Assert.Equal($"{world.Only(ChannelWorld.Text).Id}", (await world.RowAsync("webhook", "item")).RemoteId);
    }

    [Fact]
    public async Task Where_nobody_lets_us_look_nothing_is_lost()
    {
        await using var world = await CreateAsync("sqlite", ToHook());
        world.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.ErrorBefore) { Path = "/webhooks/", Times = 1 });
        world.Discord.SetPermissions(ChannelWorld.Text, deny: Permissions.ViewChannel);
        await world.PutAsync("a");
        await world.DeliverAsync();
        world.Store.Time.Advance(TimeSpan.FromSeconds(10));
        await world.DeliverAsync();
        world.Only(ChannelWorld.Text);
    }

    [Fact]
    public async Task What_a_moderator_removed_stays_away()
    {
        await using var world = await CreateAsync("sqlite", ToHook());
        await world.PutAsync("a");
        await world.DeliverAsync();
        world.Discord.Delete(ChannelWorld.Text, world.Only(ChannelWorld.Text).Id);
        await world.PutAsync("a", "Edited");
        await world.DeliverAsync();
        await world.PutAsync("a", "Edited again");
        await world.DeliverAsync();
        Assert.Empty(world.Discord.Messages(ChannelWorld.Text));
        Assert.NotNull((await world.RowAsync("webhook", "item")).RemovedAt);
    }

    [Fact]
    public async Task A_webhook_that_is_gone_is_parked_and_never_called_again()
    {
        await using var world = await CreateAsync("sqlite", ToHook());
        world.Discord.Webhooks.Remove(world.Discord.Webhooks.All.Single(hook => hook.Name == "Partners").Id);
        for (var round = 0; round < 3; round++)
        {
            await world.PutAsync($"{round}");
            await world.DeliverAsync();
            world.Store.Time.Advance(TimeSpan.FromMinutes(11));
        }

        Assert.Single(world.Discord.Requests, request => request.Path.Contains("/webhooks/", StringComparison.Ordinal));
        Assert.Contains("does not exist any more", Assert.Single(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_the_options_do_not_have_is_parked_and_said()
    {
        await using var world = await CreateAsync("sqlite");
        await world.Store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [new("webhook", "nobody", Cause.Item(1), 1)]));
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.Contains("\"nobody\"", Assert.Single(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DiscordFaultKind.ErrorBefore)]
    [InlineData(DiscordFaultKind.DropBefore)]
    [InlineData(DiscordFaultKind.LimitedShared)]
    [InlineData(DiscordFaultKind.LimitedHtml)]
    [InlineData(DiscordFaultKind.MissingPermissions)]
    public async Task The_secret_address_is_in_no_row_whatever_goes_wrong(DiscordFaultKind wrong)
    {
        await using var world = await CreateAsync("sqlite", ToHook());
        world.Discord.Faults.Add(new DiscordFault(wrong) { Path = "/webhooks/", Times = 1, Wait = TimeSpan.FromMinutes(1) });
        await world.PutAsync("a");
        var outcomes = await world.DeliverAsync();
        var secret = world.Address.Segments[^1];
        Assert.NotEmpty(outcomes);
        Assert.All(outcomes, outcome => Assert.DoesNotContain(secret, outcome.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(secret, await EverythingAsync(world), StringComparison.Ordinal);
        Assert.Contains(Hook, await EverythingAsync(world), StringComparison.Ordinal);
    }

    private static Task<string> EverythingAsync(ChannelWorld world) => world.Store.Db.ReadAsync(async tx => string.Join('\n',
        JsonSerializer.Serialize(await DeliveryList.FindAsync(tx, new DeliveryQuery(Limit: 100))),
        string.Join('\n', await tx.QueryAsync<string>("select coalesce(reply, '') from attempts union all select reason from incidents union all select reason from parked union all select address || settings from routes"))));
}
