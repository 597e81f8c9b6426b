using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

/// <summary>What the fuse held becomes one message at each address, and stays true.</summary>
public sealed class RoundUpTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task Each_address_gets_one_message_with_its_own_items_and_a_single_item_its_own_post(string dialect)
    {
        await using var world = await HeldAsync(dialect);
        Assert.Equal(6, await world.Db.WriteAsync(tx => HeldPosts.PostAsOneAsync(tx, "hand")));
        // Channel 1 has both of water, 2 all three, 3 the one of crime.
        Assert.Equal(["1", "2"], (await world.RowsAsync("roundup")).Select(row => row.Address));
        Assert.Equal("3", Assert.Single(await world.RowsAsync("item"), row => row.State == DeliveryState.Pending).Address);
        var id = (await world.RowsAsync("roundup"))[0].CauseId;
        Assert.Equal(["One", "Two"], await TitlesAsync(world, id, "1"));
        Assert.Equal(["One", "Two", "Three"], await TitlesAsync(world, id, "2"));
        Assert.Null(await world.Db.ReadAsync(tx => RoundUps.FindAsync(tx, id, "discord", "3")));
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.Equal(0, await world.Db.WriteAsync(tx => HeldPosts.PostAsOneAsync(tx, "hand")));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_edit_a_withdrawal_and_an_order_of_staff_change_the_message(string dialect)
    {
        await using var world = await HeldAsync(dialect);
        await world.Db.WriteAsync(tx => HeldPosts.PostAsOneAsync(tx, "hand"));
        var records = world.Source.Records.ToArray();
        await AssertTouchedAsync(() => world.ReadAsync([records[0] with { Title = "One and a half", ContentHash = "edited" }, .. records[1..]]));
        await AssertTouchedAsync(() => world.ReadAsync([records[0] with { Title = "One and a half", ContentHash = "edited" }, records[2]]));
        var item = await world.ItemAsync("a");
        await AssertTouchedAsync(() => world.DoneAsync(tx => RetractItem.RunAsync(tx, item.Id, null)));
        Assert.Equal(1, (await world.RowsAsync("item")).Count(row => row.RemoteId is not null));

        async Task AssertTouchedAsync(Func<Task> change)
        {
            await world.SendAsync();
            await change();
            Assert.All(await world.RowsAsync("roundup"), row => Assert.Equal((DeliveryState.Pending, Wanted.Present), (row.State, row.Wanted)));
        }
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Marked_as_seen_nothing_is_posted_and_nothing_is_held(string dialect)
    {
        await using var world = await HeldAsync(dialect);
        Assert.Equal(6, await world.Db.WriteAsync(tx => HeldPosts.DropAsync(tx, "hand")));
        await world.ReadAsync([.. world.Source.Records.Select(record => record with { ContentHash = "edited" })]);
        Assert.All(await world.RowsAsync("item"), row => Assert.Equal(DeliveryState.Cancelled, row.State));
        Assert.Empty(await world.Db.ReadAsync(HeldPosts.SourcesAsync));
    }

    private static async Task<IEnumerable<string>> TitlesAsync(NewsWorld world, long id, string address) =>
        (await world.Db.ReadAsync(tx => RoundUps.FindAsync(tx, id, "discord", address)))!.Items.Select(item => item.Title);

    private static async Task<NewsWorld> HeldAsync(string dialect)
    {
        var world = await NewsWorld.CreateAsync(dialect, new() { Fuse = 2 });
        await world.ReadAsync(Some.Record("a", "One", topics: "water"), Some.Record("b", "Two", topics: "water"), Some.Record("c", "Three", topics: "crime"));
        Assert.Equal(["hand"], await world.Db.ReadAsync(HeldPosts.SourcesAsync));
        return world;
    }
}
