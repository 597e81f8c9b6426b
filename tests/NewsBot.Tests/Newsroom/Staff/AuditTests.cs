using NewsBot.Newsroom.Staff;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Staff;

public sealed class AuditTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_act_is_written_once_however_often_it_arrives(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        Assert.True(await AddAsync(store, "9", "5"));
        Assert.False(await AddAsync(store, "9", "5"));
        Assert.True(await AddAsync(store, null, "6"));
        Assert.True(await AddAsync(store, null, "6"));
        Assert.Equal(["6", "6", "5"], (await store.Db.ReadAsync(tx => AuditTable.ListAsync(tx, 10))).Select(line => line.StaffId));
        var own = Assert.Single(await store.Db.ReadAsync(tx => AuditTable.ListAsync(tx, 10, "5")));
        Assert.Equal(("9", "Ana", "news post", "{}", "posted", store.Time.GetUtcNow()), (own.InteractionId, own.StaffName, own.Command, own.Options, own.Result, own.At));
        Assert.True(await store.Db.ReadAsync(tx => AuditTable.HasAsync(tx, "9")));
        Assert.False(await store.Db.ReadAsync(tx => AuditTable.HasAsync(tx, "8")));
    }

    [Fact]
    public async Task What_is_too_long_is_cut()
    {
        await using var store = await TestStore.CreateAsync();
        await store.Db.WriteAsync(tx => AuditTable.AddAsync(tx, new("1", "5", null, "news post", new string('o', 20_000), new string('r', 20_000))));
        var line = Assert.Single(await store.Db.ReadAsync(tx => AuditTable.ListAsync(tx, 1)));
        Assert.Equal((AuditTable.LongestOptions, AuditTable.LongestResult), (line.Options.Length, line.Result.Length));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Two_people_are_two_and_one_person_twice_is_one_and_an_hour_later_none(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        Assert.Equal(1, await ApproveAsync("5"));
        Assert.Equal(1, await ApproveAsync("5"));
        Assert.Equal(2, await ApproveAsync("6"));
        world.Store.Time.Advance(ApprovalTable.ValidFor);
        Assert.Equal(1, await ApproveAsync("7"));
        await world.Db.WriteAsync(tx => ApprovalTable.ClearAsync(tx, "ping", item.Id));
        Assert.Empty(await world.Db.ReadAsync(tx => ApprovalTable.ListAsync(tx, "ping", item.Id)));

        Task<int> ApproveAsync(string staff) => world.Db.WriteAsync(tx => ApprovalTable.AddAsync(tx, "ping", item.Id, staff));
    }

    private static Task<bool> AddAsync(TestStore store, string? interaction, string staff) =>
        store.Db.WriteAsync(tx => AuditTable.AddAsync(tx, new(interaction, staff, "Ana", "news post", "{}", "posted")));
}
