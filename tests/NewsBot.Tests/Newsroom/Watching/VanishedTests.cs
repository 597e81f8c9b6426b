using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;
using Record = NewsBot.Newsroom.Items.Record;

namespace NewsBot.Tests.Newsroom.Watching;

/// <summary>Too many at once are gone: they stand until staff answer.</summary>
public sealed class VanishedTests
{
    private static readonly Record[] Four = [.. Enumerable.Range(0, 4).Select(n => Some.Record($"item-{n}", $"Item {n}", topics: "crime"))];

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task They_stand_and_staff_are_asked_once(string dialect)
    {
        await using var world = await GoneAsync(dialect);
        await world.ReadAsync(Four[0] with { ContentHash = "edited" });
        Assert.All(await world.RowsAsync("item"), row => Assert.Equal(Wanted.Present, row.Wanted));
        Assert.Equal("vanished/hand", Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync)).Key);
        Assert.Single(await world.RowsAsync("incident"));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_comes_back_is_as_before_and_the_last_one_ends_the_alert(string dialect)
    {
        await using var world = await GoneAsync(dialect);
        await world.ReadAsync(Four[..3]);
        Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.Equal(ItemState.Public, (await world.ItemAsync("item-3")).State);
        await world.ReadAsync(Four);
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.All(await world.RowsAsync("item"), row => Assert.Equal(DeliveryState.Sent, row.State));

        // From here on each is on its own again.
        await world.ReadAsync(Four[..3]);
        Assert.Equal(ItemState.Withdrawn, (await world.ItemAsync("item-3")).State);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Taken_back_they_are_withdrawn_everywhere(string dialect)
    {
        await using var world = await GoneAsync(dialect);
        Assert.Equal(3, await world.Db.WriteAsync(tx => VanishedItems.WithdrawAsync(tx, "hand")));
        Assert.Equal(6, (await world.RowsAsync("item")).Count(row => row is { Wanted: Wanted.Absent, State: DeliveryState.Pending }));
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
        await world.ReadAsync(Four);
        Assert.All(await world.RowsAsync("item"), row => Assert.Equal(Wanted.Present, row.Wanted));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Left_they_stand_and_nobody_is_asked_again_until_they_were_back(string dialect)
    {
        await using var world = await GoneAsync(dialect);
        Assert.Equal(3, await world.Db.WriteAsync(tx => VanishedItems.LeaveAsync(tx, "hand")));
        await world.ReadAsync(Four[0] with { ContentHash = "edited" });
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.All(await world.RowsAsync("item"), row => Assert.Equal(Wanted.Present, row.Wanted));
        await world.ReadAsync(Four);
        await world.ReadAsync(Four[..3]);
        Assert.Equal(ItemState.Withdrawn, (await world.ItemAsync("item-3")).State);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Withdrawals_that_the_source_names_have_the_same_fuse(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, new() { Fuse = 2, PostFirst = 10 }, read: false);
        world.Source.Complete = false;
        await world.ReadAsync(Four);
        world.Source.Withdrawn = ["item-0", "item-1", "item-2"];
        await world.ReadAsync();
        Assert.Equal("vanished/hand", Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync)).Key);
        Assert.Equal(3, await world.Db.WriteAsync(tx => VanishedItems.WithdrawAsync(tx, "hand")));
        Assert.Equal(ItemState.Withdrawn, (await world.ItemAsync("item-0")).State);
    }

    private static async Task<NewsWorld> GoneAsync(string dialect)
    {
        var world = await NewsWorld.CreateAsync(dialect, new() { Fuse = 2, PostFirst = 10 }, read: false);
        await world.ReadAsync(Four);
        await world.SendAsync();
        await world.ReadAsync(Four[0]);
        return world;
    }
}
