using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

public sealed class PostItemTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_item_of_the_archive_is_posted_to_the_routes_of_its_topics_once(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("delete from sources"));
        var item = await world.PublishAsync();
        Assert.Empty(await world.PostsAsync());

        var posted = await PostAsync(world, item);
        Assert.Equal(["1", "2"], posted.Queued.Select(place => place.Address));
        await world.SendAsync();
        var again = await PostAsync(world, item);
        Assert.IsType<ItemResult.Already>(again.Result);
        Assert.Equal(["1", "2"], again.Standing.Select(place => place.Address));
        Assert.All(again.Standing, place => Assert.NotNull(place.RemoteId));
        Assert.Equal(0, await world.SendAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_the_fuse_held_and_what_staff_held_is_posted_and_the_incident_is_over(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, new SourceOptions { Fuse = 1 });
        await world.ReadAsync(Some.Record("a", topics: "water"), Some.Record("b", topics: "water"));
        Assert.Equal("fuse/hand", Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync)).Key);
        await PostAsync(world, await world.ItemAsync("a"));
        Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync));
        await world.DoneAsync(tx => HoldItem.RunAsync(tx, 2));
        var posted = await PostAsync(world, await world.ItemAsync("b"));
        Assert.Equal(ItemState.Public, Assert.IsType<ItemResult.Done>(posted.Result).Item.State);
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.Equal(4, (await world.PostsAsync()).Count(post => post.EndsWith("pending present", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_answer_to_a_fuse_is_for_one_source_and_given_once(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, new SourceOptions { Fuse = 1 });
        await world.ReadAsync(Some.Record("a", topics: "water"), Some.Record("b", topics: "water"));
        Assert.Equal(0, await world.Db.WriteAsync(tx => HeldPosts.ReleaseAsync(tx, "another")));
        Assert.Equal(4, await world.Db.WriteAsync(tx => HeldPosts.DropAsync(tx, "hand")));
        Assert.Equal(0, await world.Db.WriteAsync(tx => HeldPosts.ReleaseAsync(tx, "hand")));
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
        await world.SendAsync();
        Assert.All(await world.RowsAsync("item"), row => Assert.Null(row.RemoteId));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_address_that_staff_named_keeps_the_item_whatever_its_topics_say(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        var posted = await PostAsync(world, item, new() { To = [("discord", "3"), ("discord", "9"), ("discord", "3")] });
        Assert.Equal(["3", "9"], posted.Queued.Select(place => place.Address));
        await world.SendAsync();
        await world.ReadAsync(Some.Record("a", version: "2", topics: "water"));
        Assert.Equal(["1 pending present", "2 pending present", "3 pending present", "9 pending present"], await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_delayed_post_can_be_undone_and_is_not_sent_meanwhile(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        await world.DoneAsync(tx => HoldItem.RunAsync(tx, item.Id));
        await world.SendAsync();
        var posted = await PostAsync(world, item, new() { Notify = Notify.Breaking, Delay = TimeSpan.FromSeconds(60) });
        Assert.Equal(Notify.Breaking, Assert.IsType<ItemResult.Done>(posted.Result).Item.Notify);
        world.Store.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, await world.SendAsync()); // The card of the desk.
        Assert.All(await world.RowsAsync("item"), row => Assert.Null(row.RemoteId));

        Assert.Equal(new UndoResult(2, 0), await UndoAsync(world, item));
        Assert.Equal((ItemState.Held, Notify.Normal), ((await world.ItemAsync()).State, (await world.ItemAsync()).Notify));
        Assert.Equal(new UndoResult(0, 0), await UndoAsync(world, item));
        world.Store.Time.Advance(TimeSpan.FromHours(1));
        await world.SendAsync();
        Assert.All(await world.RowsAsync("item"), row => Assert.Null(row.RemoteId));
    }

    [Fact]
    public async Task What_was_undone_does_not_come_with_the_next_edit_and_what_was_sent_is_counted()
    {
        await using var world = await NewsWorld.CreateAsync();
        var item = await world.PublishAsync();
        await world.SendAsync();
        await PostAsync(world, item, new() { To = [("discord", "9")], Delay = TimeSpan.FromSeconds(60) });
        Assert.Equal(new UndoResult(1, 2), await UndoAsync(world, item));
        await world.ReadAsync(Some.Record("a", version: "2", topics: "water"));
        Assert.Equal(["1 pending present", "2 pending present", "9 cancelled present"], await world.PostsAsync());
    }

    [Theory]
    [InlineData("withdrawn", Obstacle.Withdrawn)]
    [InlineData("expired", Obstacle.Expired)]
    [InlineData("muted", Obstacle.Muted)]
    [InlineData("nowhere", Obstacle.NoRoute)]
    public async Task What_cannot_be_posted_says_why(string what, Obstacle why)
    {
        await using var world = await NewsWorld.CreateAsync();
        await world.ReadAsync(Some.Record("a", topics: what == "nowhere" ? [] : ["water"]) with { ExpiresAt = what == "expired" ? world.Store.Time.GetUtcNow() : null });
        var item = await world.ItemAsync();
        if (what == "withdrawn")
        {
            await world.DoneAsync(tx => RetractItem.RunAsync(tx, item.Id, null));
        }
        else if (what == "muted")
        {
            await world.Db.WriteAsync(tx => MuteTopic.RunAsync(tx, "water", muted: true));
        }

        Assert.Equal(why, Assert.IsType<ItemResult.Refused>((await PostAsync(world, item)).Result).Why);
    }

    private static Task<PostResult> PostAsync(NewsWorld world, Item item, PostOrder? order = null) =>
        world.Db.WriteAsync(tx => PostItem.RunAsync(tx, item.Id, order ?? new()));

    private static Task<UndoResult> UndoAsync(NewsWorld world, Item item) => world.Db.WriteAsync(tx => UndoPost.RunAsync(tx, item.Id));
}
