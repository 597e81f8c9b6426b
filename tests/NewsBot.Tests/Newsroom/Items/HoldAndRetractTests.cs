using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

public sealed class HoldAndRetractTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_retracted_item_stays_withdrawn_though_its_source_has_it_until_it_is_released(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        await world.SendAsync();

        var done = await world.DoneAsync(tx => RetractItem.RunAsync(tx, item.Id, "The photo was not ours."));
        Assert.Equal((ItemState.Withdrawn, "The photo was not ours."), (done.Item.State, done.Item.Retraction));
        Assert.Equal(["1 pending absent", "2 pending absent"], await world.PostsAsync());
        Assert.IsType<ItemResult.Already>(await world.DoAsync(tx => RetractItem.RunAsync(tx, item.Id, "The photo was not ours.")));

        await world.ReadAsync(Some.Record("a", topics: "water"), Some.Record("b", topics: "crime"));
        Assert.Equal((ItemState.Withdrawn, done.Item.Revision), ((await world.ItemAsync()).State, (await world.ItemAsync()).Revision));
        await world.ReadAsync(Some.Record("a", version: "2", topics: "water"), Some.Record("b", topics: "crime"));
        Assert.Equal(ItemState.Withdrawn, (await world.ItemAsync()).State);

        var released = await world.DoneAsync(tx => ReleaseItem.RunAsync(tx, item.Id));
        Assert.Equal((ItemState.Public, null, "Summary 2"), (released.Item.State, released.Item.Retraction, released.Item.Summary));
        Assert.All(released.Places, place => Assert.Equal(NewsBot.Newsroom.Deliveries.Wanted.Present, place.Wanted));
        Assert.Equal(Obstacle.NotHeld, Assert.IsType<ItemResult.Refused>(await world.DoAsync(tx => ReleaseItem.RunAsync(tx, item.Id))).Why);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_its_source_has_no_more_is_not_released(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        await world.DoneAsync(tx => RetractItem.RunAsync(tx, item.Id, null));
        await world.ReadAsync(Some.Record("b", "Another", topics: "crime"));
        Assert.Equal(Obstacle.GoneAtSource, Assert.IsType<ItemResult.Refused>(await world.DoAsync(tx => ReleaseItem.RunAsync(tx, item.Id))).Why);

        await world.ReadAsync(Some.Record("a", topics: "water"), Some.Record("b", "Another", topics: "crime"));
        Assert.Equal(ItemState.Withdrawn, (await world.ItemAsync()).State);
        await world.DoneAsync(tx => ReleaseItem.RunAsync(tx, item.Id));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_held_item_leaves_by_no_door_until_it_is_released(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        var done = await world.DoneAsync(tx => HoldItem.RunAsync(tx, item.Id));
        Assert.False(done.Item.IsPublic(world.Store.Time.GetUtcNow()));
        Assert.Equal(["1 cancelled absent", "2 cancelled absent"], await world.PostsAsync());
        Assert.IsType<ItemResult.Already>(await world.DoAsync(tx => HoldItem.RunAsync(tx, item.Id)));

        // The source changes it, and it is still held; the desk's card is not of the posts.
        await world.ReadAsync(Some.Record("a", version: "2", topics: ["water", "crime"]));
        Assert.Equal(ItemState.Held, (await world.ItemAsync()).State);
        Assert.Equal(1, await world.SendAsync());

        var released = await world.DoneAsync(tx => ReleaseItem.RunAsync(tx, item.Id));
        Assert.Equal((ItemState.Public, "Summary 2"), (released.Item.State, released.Item.Summary));
        Assert.Equal(["1 pending present", "2 pending present", "3 pending present"], await world.PostsAsync());
    }

    [Fact]
    public async Task An_item_that_people_see_is_not_held()
    {
        await using var world = await NewsWorld.CreateAsync();
        var item = await world.PublishAsync();
        await world.SendAsync();
        var refused = Assert.IsType<ItemResult.Refused>(await world.DoAsync(tx => HoldItem.RunAsync(tx, item.Id)));
        Assert.Equal((Obstacle.Posted, 2), (refused.Why, refused.Places.Count(place => place.Stands)));
    }

    [Fact]
    public async Task What_a_person_dropped_does_not_come_back_with_a_release()
    {
        await using var world = await NewsWorld.CreateAsync();
        var item = await world.PublishAsync();
        var dropped = (await world.RowsAsync("item"))[0];
        await world.Db.WriteAsync(tx => NewsBot.Newsroom.Deliveries.DeliveryList.DropAsync(tx, dropped.Id));
        await world.DoneAsync(tx => HoldItem.RunAsync(tx, item.Id));
        await world.DoneAsync(tx => ReleaseItem.RunAsync(tx, item.Id));
        Assert.Equal(["1 cancelled present", "2 pending present"], await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_scheduled_item_is_posted_at_its_hour_and_not_before(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        var at = world.Store.Time.GetUtcNow().AddHours(2);
        var done = await world.DoneAsync(tx => ScheduleItem.RunAsync(tx, item.Id, at));
        Assert.Equal((ItemState.Scheduled, at), (done.Item.State, done.Item.PublishAt));
        Assert.IsType<ItemResult.Already>(await world.DoAsync(tx => ScheduleItem.RunAsync(tx, item.Id, at)));

        await world.ReadAsync(Some.Record("a", version: "2", topics: "water"));
        await PublishDue.PublishAsync(world.Db, CancellationToken.None);
        Assert.Equal(["1 cancelled absent", "2 cancelled absent"], await world.PostsAsync());
        Assert.Equal(ItemState.Scheduled, (await world.ItemAsync()).State);

        world.Store.Time.Advance(TimeSpan.FromHours(2));
        await PublishDue.PublishAsync(world.Db, CancellationToken.None);
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
        Assert.Equal(at, (await world.ItemAsync()).PublicAt);
    }

    [Fact]
    public async Task No_order_of_staff_breaks_the_embargo_of_the_source()
    {
        await using var world = await NewsWorld.CreateAsync();
        var embargo = world.Store.Time.GetUtcNow().AddDays(1);
        await world.ReadAsync(Some.Record("a", topics: "water") with { PublishAt = embargo });
        var item = await world.ItemAsync();
        Assert.Equal(Obstacle.Embargoed, Why(await world.DoAsync(tx => ScheduleItem.RunAsync(tx, item.Id, embargo.AddHours(-1)))));
        await world.DoneAsync(tx => ScheduleItem.RunAsync(tx, item.Id, embargo.AddHours(1)));
        Assert.Equal(Obstacle.Embargoed, Why((await world.Db.WriteAsync(tx => PostItem.RunAsync(tx, item.Id, new()))).Result));
        Assert.Equal(Obstacle.InThePast, Why(await world.DoAsync(tx => ScheduleItem.RunAsync(tx, item.Id, world.Store.Time.GetUtcNow()))));
        Assert.Empty(await world.PostsAsync());

        static Obstacle Why(ItemResult result) => Assert.IsType<ItemResult.Refused>(result).Why;
    }
}
