using System.Diagnostics;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

public sealed class WhyTests
{
    /// <summary>The program promises one second for <c>/why</c>, the chat's own time included.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);

    private const int ManyDeliveries = 100_000;

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_item_tells_its_way_from_source_to_channel(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        await world.SendAsync();
        Assert.Equal(
            ["SourceRead Fine hand", "FirstSeen Fine ", "State Fine ", "Topic Fine water", "Route Fine 1", "Route Fine 2", "Post Fine 1", "Post Fine 2"],
            await ItemAsync(world, item.Id));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_stands_in_the_way_is_named(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        await world.Db.WriteAsync(tx => RouteTopic.RunAsync(tx, "crime", "discord", "4", "{}"));
        await world.Db.WriteAsync(tx => MuteTopic.RunAsync(tx, "crime", muted: true));
        await world.ReadAsync(Some.Record("a", topics: ["water", "crime"]));
        var item = await world.ItemAsync();
        world.Store.Time.Advance(TimeSpan.FromMinutes(1));
        await world.Db.WriteAsync(tx => RouteTopic.RunAsync(tx, "water", "discord", "8", "{}"));
        var lane = new Lane("discord", 1, (_, _) => throw new NotSupportedException());
        var claimed = await world.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, 1, "test"));
        await world.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, claimed[0], new SendOutcome.Park("no permission"), 0.5));
        world.Source.Failure = new IOException("gone");
        await world.ReadAsync();
        Assert.Equal(
            [
                "SourceRead Fine hand", "SourceFails Waits hand", "FirstSeen Fine ", "State Fine ", "Topic Fine water", "Route Fine 1", "Route Fine 2", "RouteTooNew Stops 8",
                "TopicMuted Stops crime", "Route Fine 2", "NothingOwed Stops 3", "NothingOwed Stops 4", "Parked Waits 1", "Post Waits 1", "Post Waits 2",
            ],
            await ItemAsync(world, item.Id));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_item_that_was_held_retracted_or_lost_says_which(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        await world.DoneAsync(tx => HoldItem.RunAsync(tx, item.Id));
        Assert.Equal("held", await StateAsync());
        await world.DoneAsync(tx => RetractItem.RunAsync(tx, item.Id, null));
        Assert.Equal("retracted", await StateAsync());
        await world.DoneAsync(tx => ReleaseItem.RunAsync(tx, item.Id));
        await world.ReadAsync(Some.Record("b", "Another"));
        Assert.Equal("gone", await StateAsync());

        async Task<string?> StateAsync() => (await world.Db.ReadAsync(tx => WhyItem.RunAsync(tx, item.Id)))!.Single(step => step.Point == WhyPoint.State).Detail;
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_fuse_a_second_id_and_a_message_with_others_are_steps_of_the_way(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, new() { Fuse = 1 });
        await world.ReadAsync(Some.Record("a", "One", topics: "water"), Some.Record("b", "Two", topics: "water"));
        var item = await world.ItemAsync();
        Assert.Contains("Fuse Stops hand", await ItemAsync(world, item.Id));
        await world.Db.WriteAsync(tx => HeldPosts.PostAsOneAsync(tx, "hand"));
        await world.ReadAsync(Some.Record("a2", "One", topics: "water"), Some.Record("b", "Two", topics: "water"));
        Assert.Equal(
            ["SourceRead Fine hand", "FirstSeen Fine ", "SameItem Fine a", "State Fine ", "Topic Fine water", "Route Fine 1", "Route Fine 2", "Post Stops 1", "Post Stops 2", "RoundUp Waits 1", "RoundUp Waits 2"],
            await ItemAsync(world, item.Id));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_goes_to_a_channel_first_is_counted(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        await world.ReadAsync(Some.Record("a", "One", topics: "crime"), Some.Record("b", "Two", topics: "crime"));
        var steps = await world.Db.ReadAsync(async tx => await WhyItem.RunAsync(tx, (await world.ItemAsync("b")).Id));
        Assert.Equal([("2", 1L), ("3", 1L)], steps!.Where(step => step.Point == WhyPoint.Queue).Select(step => (step.Subject!, step.Count!.Value)));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_silence_tells_of_sources_routes_and_the_newest_item(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        await world.PublishAsync();
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("insert into lanes (name, down_reason, down_since) values ('discord', 'the token was rejected', 1)"));
        Assert.Equal(
            ["SourceRead Fine hand", "Topic Fine water", "NewestItem Fine Harbour patrols begin", "Route Fine 1", "Route Fine 2", "LaneDown Waits discord", "Post Waits 1", "Post Waits 2"],
            Words(await world.Db.ReadAsync(tx => WhySilent.RunAsync(tx, "water"))));
        Assert.Null(await world.Db.ReadAsync(tx => WhySilent.RunAsync(tx, "fire")));
        Assert.Null(await world.Db.ReadAsync(tx => WhyItem.RunAsync(tx, 999)));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Staff_are_answered_in_time_with_a_hundred_thousand_deliveries_in_the_store(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        await world.SendAsync();
        var post = (await world.RowsAsync("item"))[0].RemoteId!;
        await world.Db.WriteAsync(tx => tx.ExecuteAsync(
            """
            with recursive n(n) as (select 1 union all select n + 1 from n where n < @ManyDeliveries)
            insert into deliveries (lane, address, cause_kind, cause_id, dedup_key, wanted, wanted_rev, done_rev, state, due_at, remote_id, created_at)
            select 'discord', cast(n % 40 as text), 'item', 1000 + n, 'many/' || cast(n as text), 'present', 1, 1, 'sent', 1, 'm' || cast(n as text), 1 from n
            """,
            new { ManyDeliveries }));
        var clock = Stopwatch.StartNew();
        await world.Db.ReadAsync(async tx =>
        {
            Assert.NotNull(await WhyItem.RunAsync(tx, item.Id));
            Assert.NotNull(await WhySilent.RunAsync(tx, "water"));
            Assert.NotNull(await ShowItem.RunAsync(tx, item.Id));
            Assert.Equal(item.Id, await ItemSearch.ByPostAsync(tx, "discord", post));
            Assert.Empty(await DeliveryList.FindAsync(tx, new DeliveryQuery(Lane: "discord", State: DeliveryState.Dead)));
            return await DeliveryList.CountsAsync(tx);
        });
        Assert.True(clock.Elapsed < Promised, $"all of it together took {clock.Elapsed}");
    }

    private static async Task<IEnumerable<string>> ItemAsync(NewsWorld world, long id) => Words(await world.Db.ReadAsync(tx => WhyItem.RunAsync(tx, id)));

    private static IEnumerable<string> Words(IReadOnlyList<WhyStep>? steps) => steps!.Select(step => $"{step.Point} {step.Verdict} {step.Subject}");
}
