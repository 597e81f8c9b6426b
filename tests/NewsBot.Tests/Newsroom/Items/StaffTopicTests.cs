using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

public sealed class StaffTopicTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_route_of_staff_outlives_a_start_and_one_they_ended_stays_ended(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        Assert.Equal(RouteResult.Added, await RouteAsync(world, "Water", "9"));
        Assert.Equal(RouteResult.Same, await RouteAsync(world, "water", "9"));
        Assert.Equal(RouteRemoval.Removed, (await UnrouteAsync(world, "water", "1")).Removal);
        Assert.Equal(RouteRemoval.NotThere, (await UnrouteAsync(world, "water", "1")).Removal);
        await world.ConfigureAsync();
        await world.ConfigureAsync();
        Assert.Equal(["2 File", "9 Staff"], await RoutesAsync(world, "water"));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Only_what_the_configuration_changes_overrules_staff(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        await UnrouteAsync(world, "water", "1");
        await RouteAsync(world, "water", "2", """{"colour":1}""");
        await world.ConfigureAsync("water", "1", "2", "5");
        Assert.Equal(["2 Staff", "5 File"], await RoutesAsync(world, "water"));

        // Named no more, then named again: the configuration changed.
        await world.ConfigureAsync("water", "5");
        Assert.Equal(["2 Staff", "5 File"], await RoutesAsync(world, "water"));
        await world.ConfigureAsync("water", "1", "2", "5");
        Assert.Equal(["1 File", "2 File", "5 File"], await RoutesAsync(world, "water"));
        await world.ConfigureAsync("water", "5");
        Assert.Equal(["5 File"], await RoutesAsync(world, "water"));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_new_route_gets_no_old_news_and_an_address_is_never_owed_an_item_twice(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        await world.PublishAsync();
        world.Store.Time.Advance(TimeSpan.FromMinutes(1));
        await RouteAsync(world, "water", "9");
        await RouteAsync(world, "water", "3");
        await world.ReadAsync(Some.Record("a", topics: "water"), Some.Record("b", topics: ["water", "crime"]));
        Assert.Equal(["1", "2", "1", "2", "3", "9"], (await world.RowsAsync("item")).Select(row => row.Address));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_waits_for_an_ended_route_alone_is_not_posted(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        await world.ReadAsync(Some.Record("a", topics: ["water", "crime"]), Some.Record("b", topics: "water"));
        Assert.Equal(1, (await UnrouteAsync(world, "water", "2")).Cancelled);
        Assert.Equal(["1 pending present", "2 pending present", "3 pending present", "1 pending present", "2 cancelled present"], await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_muted_topic_posts_nothing_and_does_not_make_up_for_it(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        Assert.Equal(MuteResult.Changed, await MuteAsync(world, "water", true));
        Assert.Equal(MuteResult.Same, await MuteAsync(world, "water", true));
        Assert.Equal(MuteResult.NoTopic, await MuteAsync(world, "fire", true));
        await world.ConfigureAsync();
        await world.PublishAsync();
        Assert.Empty(await world.PostsAsync());
        Assert.Equal(MuteResult.Changed, await MuteAsync(world, "water", false));
        await world.ReadAsync(Some.Record("a", version: "2", topics: "water"));
        Assert.Empty(await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_test_post_stands_until_it_is_taken_away(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        Assert.Null(await world.Db.WriteAsync(tx => TestPosts.AddAsync(tx, "fire", "discord", "1", "5")));
        var id = (await world.Db.WriteAsync(tx => TestPosts.AddAsync(tx, "water", "discord", "1", "5")))!.Value;
        await world.SendAsync();
        Assert.Equal("water", (await world.Db.ReadAsync(tx => TestPosts.FindAsync(tx, id)))!.Topic);
        Assert.True(await world.Db.WriteAsync(tx => TestPosts.RemoveAsync(tx, id)));
        Assert.False(await world.Db.WriteAsync(tx => TestPosts.RemoveAsync(tx, id)));
        var row = Assert.Single(await world.RowsAsync("test"));
        Assert.Equal((Wanted.Absent, DeliveryState.Pending), (row.Wanted, row.State));
    }

    private static Task<RouteResult> RouteAsync(NewsWorld world, string slug, string address, string settings = "{}") =>
        world.Db.WriteAsync(tx => RouteTopic.RunAsync(tx, slug, "discord", address, settings));

    private static Task<UnrouteResult> UnrouteAsync(NewsWorld world, string slug, string address) =>
        world.Db.WriteAsync(tx => UnrouteTopic.RunAsync(tx, slug, "discord", address));

    private static Task<MuteResult> MuteAsync(NewsWorld world, string slug, bool muted) => world.Db.WriteAsync(tx => MuteTopic.RunAsync(tx, slug, muted));

    private static async Task<IEnumerable<string>> RoutesAsync(NewsWorld world, string slug)
    {
        var topic = (await world.Db.ReadAsync(tx => TopicTable.FindAsync(tx, slug)))!;
        return (await world.Db.ReadAsync(TopicTable.RoutesAsync)).Where(route => route.TopicId == topic.Id)
            .OrderBy(route => route.Address, StringComparer.Ordinal).Select(route => $"{route.Address} {route.Origin}");
    }
}
