using NewsBot.Newsroom.Deliveries;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Support;
using Xunit;
using static NewsBot.Tests.Bot.Chat.ChannelWorld;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>A thread as a route's address.</summary>
public sealed class ThreadAddressTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_post_opens_an_archived_thread_and_an_edit_leaves_it_archived(string dialect)
    {
        await using var world = await CreateAsync(dialect);
        var thread = await ThreadAsync(world);
        world.Discord.SetThread(thread, archived: true);
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.False(IsArchived(world, thread));

        world.Discord.SetThread(thread, archived: true);
        await world.PutAsync("a", "Harbour patrols have begun");
        await world.DeliverAsync();
        Assert.Equal("Harbour patrols have begun", TitleOf(world.Only(thread)));
        Assert.True(IsArchived(world, thread));
    }

    [Fact]
    public async Task A_correction_is_said_after_the_post_and_a_withdrawal_too()
    {
        await using var world = await CreateAsync("sqlite");
        var thread = await ThreadAsync(world);
        await world.PutAsync("a");
        await world.DeliverAsync();
        await world.PutAsync("a", correction: "There are three boats, not two.");
        await world.DeliverAsync();
        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        var said = world.Discord.Messages(thread);
        Assert.Equal(3, said.Count);
        Assert.Equal("**Correction:** There are three boats, not two.", said[1].Content);
        Assert.StartsWith("**Withdrawn:**", said[2].Content, StringComparison.Ordinal);
        Assert.False(IsArchived(world, thread));
    }

    [Fact]
    public async Task A_locked_thread_is_parked_until_it_is_unlocked()
    {
        await using var world = await CreateAsync("sqlite");
        var thread = await ThreadAsync(world);
        world.Discord.SetPermissions(ChannelWorld.Text, deny: Permissions.ManageThreads);
        world.Discord.SetThread(thread, archived: true, locked: true);
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.Contains("locked", Assert.Single(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync)).Reason, StringComparison.Ordinal);

        world.Discord.SetThread(thread, archived: true);
        world.Store.Time.Advance(TimeSpan.FromMinutes(11));
        await world.DeliverAsync();
        world.Only(thread);
        Assert.Empty(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync));
    }

    [Fact]
    public async Task What_a_thread_wants_is_named_by_its_channel()
    {
        await using var world = await CreateAsync("sqlite");
        await ThreadAsync(world);
        world.Discord.SetPermissions(ChannelWorld.Text, deny: Permissions.SendMessagesInThreads);
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.Equal("a permission is missing: give the bot Send Messages in Threads in this channel", Assert.Single(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync)).Reason);
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_is_found_in_the_thread()
    {
        await using var world = await CreateAsync("sqlite");
        var thread = await ThreadAsync(world);
        await world.PutAsync("a");
        await world.DieAfterSendingAsync("discord");
        world.Store.Time.Advance(TimeSpan.FromMinutes(30));
        await world.DeliverAsync();
        world.Only(thread);
    }

    private static bool IsArchived(ChannelWorld world, ulong thread) => world.Discord.Channels.Single(channel => channel.Id == thread).Thread!.Archived;

    private static async Task<ulong> ThreadAsync(ChannelWorld world)
    {
        var message = await world.Rest.CreateMessageAsync(new(ChannelWorld.Text), new() { Content = "Talk about ports" }, Ct);
        var thread = await world.Rest.StartThreadAsync(new(ChannelWorld.Text), message.Id, "Ports", null, Ct);
        await world.RouteAsync(To(thread.Id.Value));
        return thread.Id.Value;
    }
}
