using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

public sealed class ItemSearchTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task Items_are_found_by_words_state_and_topic_newest_first(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        await world.ReadAsync(
            Some.Record("a", title: "Harbour patrols begin", topics: "water"),
            Some.Record("b", title: "Patrols end in the harbour", topics: "crime"),
            Some.Record("c", title: "100% of wells_are safe", topics: "water"));
        await world.DoneAsync(tx => HoldItem.RunAsync(tx, 1));
        Assert.Equal(["b", "a"], await FindAsync(world, new("PATROL  harbour")));
        Assert.Equal(["a"], await FindAsync(world, new("patrol", ItemState.Held)));
        Assert.Equal(["c", "a"], await FindAsync(world, new(Topic: "water")));
        Assert.Equal(["c"], await FindAsync(world, new("0%")));
        Assert.Equal(["c"], await FindAsync(world, new("s_a")));
        Assert.Equal(["c"], await FindAsync(world, new(Limit: 1)));
        Assert.Empty(await FindAsync(world, new("%'; drop table items; --")));
        Assert.Empty(await FindAsync(world, new("!")));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_item_of_a_message_is_found(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        await world.SendAsync();
        var post = (await world.RowsAsync("item"))[0].RemoteId!;
        Assert.Equal(item.Id, await world.Db.ReadAsync(tx => ItemSearch.ByPostAsync(tx, "discord", post)));
        Assert.Null(await world.Db.ReadAsync(tx => ItemSearch.ByPostAsync(tx, "mail", post)));
        Assert.Null(await world.Db.ReadAsync(tx => ItemSearch.ByPostAsync(tx, "discord", "1")));
    }

    private static async Task<IEnumerable<string>> FindAsync(NewsWorld world, ItemQuery query)
    {
        var names = (await world.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 100))).ToDictionary(item => item.Id, item => item.ExternalId);
        return (await world.Db.ReadAsync(tx => ItemSearch.FindAsync(tx, query))).Select(line => names[line.Id]);
    }
}
