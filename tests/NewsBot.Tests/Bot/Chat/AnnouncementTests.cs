using System.Globalization;
using NewsBot.Bot.Chat;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Support;
using Xunit;
using static NewsBot.Tests.Bot.Chat.ChannelWorld;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>Announcement channels: what is posted is published, ten an hour, as it then stands or not at all.</summary>
public sealed class AnnouncementTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task Thirty_items_are_posted_at_once_and_published_ten_an_hour_breaking_first(string dialect)
    {
        await using var world = await CreateAsync(dialect, To(News));
        await world.PutAllAsync(Enumerable.Range(0, 30).Select(n => Of($"{n:00}", $"Item {n}", notify: n == 29 ? Notify.Breaking : Notify.Normal)));
        await world.DeliverAsync();
        Assert.Equal(30, world.Discord.Messages(News).Count);
        Assert.Equal(10, Published(world).Count);
        Assert.Contains("Item 29", Published(world));

        world.Store.Time.Advance(TimeSpan.FromMinutes(30));
        await world.PutAsync("99", "Flood", notify: Notify.Breaking);
        await world.DeliverAsync();
        Assert.Equal(10, Published(world).Count);

        world.Store.Time.Advance(TimeSpan.FromMinutes(31));
        await world.DeliverAsync();
        Assert.Equal(20, Published(world).Count);
        Assert.Contains("Flood", Published(world));
        for (var hour = 0; hour < 2; hour++)
        {
            world.Store.Time.Advance(TimeSpan.FromMinutes(62));
            await world.DeliverAsync();
        }

        Assert.Equal(31, Published(world).Count);
        Assert.Equal(31, world.Writes().Count(request => request.EndsWith("/crosspost", StringComparison.Ordinal)));
        Assert.Equal(31, world.Writes().Where(request => request.EndsWith("/crosspost", StringComparison.Ordinal)).Distinct().Count());
        Assert.All(await world.RowsAsync(PublishQueue.Lane), row => Assert.Equal(DeliveryState.Sent, row.State));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Why_says_how_many_are_before_a_post_and_when_its_turn_comes(string dialect)
    {
        await using var world = await CreateAsync(dialect, To(News));
        await world.PutAllAsync(Enumerable.Range(0, 25).Select(n => Of($"{n:00}", $"Item {n}")));
        await world.DeliverAsync();

        var last = (await world.Store.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 100))).Single(item => item.Title == "Item 24");
        var step = (await world.Store.Db.ReadAsync(tx => WhyItem.RunAsync(tx, last.Id)))!.Single(step => step.Point == WhyPoint.Published);
        Assert.Equal((Verdict.Waits, 14L), (step.Verdict, step.Count));
        Assert.InRange(step.At!.Value - world.Store.Time.GetUtcNow(), TimeSpan.FromMinutes(118), TimeSpan.FromMinutes(120));
    }

    [Fact]
    public async Task A_refusal_of_Discord_closes_the_hour_for_all_that_wait()
    {
        await using var world = await CreateAsync("sqlite", To(News));
        world.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.LimitedUser) { Path = "/crosspost", Times = 1, Wait = TimeSpan.FromMinutes(40) });
        await world.PutAllAsync(Enumerable.Range(0, 5).Select(n => Of($"{n}", $"Item {n}")));
        await world.DeliverAsync();
        Assert.Single(world.Writes(), request => request.EndsWith("/crosspost", StringComparison.Ordinal));

        world.Store.Time.Advance(TimeSpan.FromMinutes(41));
        await world.DeliverAsync();
        Assert.Equal(5, Published(world).Count);
    }

    [Fact]
    public async Task What_is_edited_before_its_turn_is_published_as_it_then_is_and_what_is_withdrawn_is_not()
    {
        await using var world = await CreateAsync("sqlite", To(News));
        await world.PutAllAsync(Enumerable.Range(0, 12).Select(n => Of($"{n:00}", $"Item {n}")));
        await world.DeliverAsync();
        await world.PutAsync("10", "Item 10, edited");
        await world.WithdrawAsync("11");
        await world.DeliverAsync();
        Assert.Contains((await world.RowsAsync(PublishQueue.Lane)).Skip(11), row => row.State == DeliveryState.Cancelled);

        world.Store.Time.Advance(TimeSpan.FromMinutes(61));
        await world.DeliverAsync();
        Assert.Contains("Item 10, edited", Published(world));
        Assert.Equal(11, world.Discord.Messages(News).Count(message => message.IsCrossposted));

        await world.PutAsync("11", "Item 11 again");
        await world.DeliverAsync();
        Assert.Equal(12, world.Discord.Messages(News).Count(message => message.IsCrossposted));
    }

    [Fact]
    public async Task Edits_of_a_published_post_that_follow_each_other_go_out_as_one()
    {
        await using var world = await CreateAsync("sqlite", To(News));
        await world.PutAsync("a");
        await world.DeliverAsync();
        var since = world.Discord.Requests.Count;
        for (var n = 1; n <= 5; n++)
        {
            await world.PutAsync("a", $"Version {n}");
            await world.DeliverAsync();
            world.Store.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Empty(world.Writes(since));
        world.Store.Time.Advance(EditPause.Quiet);
        await world.DeliverAsync();
        Assert.Equal("Version 5", TitleOf(world.Only(News)));
        Assert.Single(world.Writes(since));
    }

    [Fact]
    public async Task Who_edits_without_end_is_read_within_a_minute()
    {
        await using var world = await CreateAsync("sqlite", To(News));
        await world.PutAsync("a");
        await world.DeliverAsync();
        var began = world.Store.Time.GetUtcNow();
        for (var n = 1; TitleOf(world.Only(News)) == "Harbour patrols begin"; n++)
        {
            await world.PutAsync("a", $"Version {n}");
            await world.DeliverAsync();
            world.Store.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.InRange(world.Store.Time.GetUtcNow() - began, EditPause.Longest, EditPause.Longest + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Edits_beyond_Discords_limit_wait_hold_up_no_other_channel_and_the_last_state_arrives()
    {
        await using var world = await CreateAsync("sqlite", To(News), To(ChannelWorld.Text));
        await world.PutAsync("a");
        await world.DeliverAsync();
        for (var n = 1; n <= 6; n++)
        {
            await world.PutAsync("a", $"Version {n}");
            world.Store.Time.Advance(EditPause.Quiet);
            await world.DeliverAsync();
        }

        Assert.Equal(("Version 3", "Version 6"), (TitleOf(world.Only(News)), TitleOf(world.Only(ChannelWorld.Text))));
        Assert.Equal(DeliveryState.Pending, (await world.RowsAsync("discord"))[0].State);
        world.Store.Time.Advance(TimeSpan.FromMinutes(61));
        await world.DeliverAsync();
        Assert.Equal("Version 6", TitleOf(world.Only(News)));
        Assert.Equal(DeliveryState.Sent, (await world.RowsAsync("discord"))[0].State);
    }

    [Fact]
    public async Task A_withdrawal_of_a_published_post_does_not_wait_for_more()
    {
        await using var world = await CreateAsync("sqlite", To(News));
        await world.PutAsync("a");
        await world.DeliverAsync();
        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        Assert.Contains("Withdrawn", world.Only(News).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_may_say_that_its_posts_are_not_published()
    {
        await using var world = await CreateAsync("sqlite", To(News, new RouteSettings { Publish = false }));
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.False(world.Only(News).IsCrossposted);
        Assert.Empty(await world.RowsAsync(PublishQueue.Lane));
    }

    [Fact]
    public async Task A_post_that_a_moderator_removed_while_it_waited_is_neither_published_nor_made_again()
    {
        await using var world = await CreateAsync("sqlite", To(News));
        await world.PutAllAsync(Enumerable.Range(0, 11).Select(n => Of($"{n:00}", $"Item {n}")));
        await world.DeliverAsync();
        var waits = world.Discord.Messages(News).Single(message => !message.IsCrossposted);
        world.Discord.Delete(News, waits.Id);
        world.Store.Time.Advance(TimeSpan.FromMinutes(61));
        await world.DeliverAsync();

        Assert.Equal(DeliveryState.Cancelled, (await world.RowsAsync(PublishQueue.Lane))[^1].State);
        Assert.NotNull((await world.RowsAsync("discord")).Single(row => row.RemoteId == waits.Id.ToString(CultureInfo.InvariantCulture)).RemovedAt);
        await world.PutAsync("10", "Item 10, edited");
        await world.DeliverAsync();
        Assert.Equal(10, world.Discord.Messages(News).Count);
    }

    [Fact]
    public async Task A_process_that_dies_after_publishing_publishes_nothing_twice_and_loses_nothing()
    {
        await using var world = await CreateAsync("sqlite", To(News));
        await world.PutAsync("a");
        await world.DieAfterSendingAsync("discord");
        await world.DeliverAsync();
        Assert.Equal([true], world.Discord.Messages(News).Select(message => message.IsCrossposted));

        await world.PutAsync("b", "Second");
        await world.DeliverAsync();
        Assert.Equal([true, true], world.Discord.Messages(News).Select(message => message.IsCrossposted));
    }

    [Fact]
    public async Task A_post_that_was_taken_back_before_its_lost_answer_was_found_is_published_when_it_returns()
    {
        await using var world = await CreateAsync("sqlite", To(News));
        await world.PutAsync("a");
        await world.DieAfterSendingAsync("discord");
        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        Assert.False(world.Only(News).IsCrossposted);

        await world.PutAsync("a", "Harbour patrols go on");
        await world.DeliverAsync();
        Assert.True(world.Only(News).IsCrossposted);
    }

    [Fact]
    public async Task A_missing_permission_is_named_and_the_queue_goes_on_when_it_is_there()
    {
        await using var world = await CreateAsync("sqlite", To(News));
        world.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.MissingPermissions) { Path = "/crosspost", Times = 1 });
        world.Discord.SetPermissions(News, deny: Permissions.ReadMessageHistory);
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.Equal((PublishQueue.Lane, "a permission is missing: give the bot Read Message History in this channel"),
            Assert.Single((await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync)).Select(parked => (parked.Lane, parked.Reason))));

        world.Store.Time.Advance(TimeSpan.FromMinutes(11));
        await world.DeliverAsync();
        Assert.True(world.Only(News).IsCrossposted);
    }

    private static List<string> Published(ChannelWorld world) => [.. world.Discord.Messages(News).Where(message => message.IsCrossposted).Select(message => TitleOf(message)!)];
}
