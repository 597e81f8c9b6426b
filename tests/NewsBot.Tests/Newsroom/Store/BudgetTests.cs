using NewsBot.Newsroom.Store;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Store;

public sealed class BudgetTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_spent_budget_says_how_long_to_wait_and_one_comes_free_when_its_time_is_over(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        Assert.Equal(TimeSpan.Zero, await TakeAsync());
        store.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, await TakeAsync());
        Assert.Equal(TimeSpan.FromHours(23), await TakeAsync());
        Assert.Equal(TimeSpan.FromHours(23), await TakeAsync());
        Assert.Equal(TimeSpan.Zero, await TakeAsync("another"));
        Assert.Equal(2, await store.Db.ReadAsync(tx => Budget.UsedAsync(tx, "identify", TimeSpan.FromDays(1))));
        store.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(TimeSpan.Zero, await TakeAsync());
        Assert.Equal(TimeSpan.FromHours(1), await TakeAsync());

        Task<TimeSpan> TakeAsync(string name = "identify") => store.Db.WriteAsync(tx => Budget.TakeAsync(tx, name, 2, TimeSpan.FromDays(1)));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Many_who_ask_at_once_take_no_more_than_there_is(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var waits = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.Db.WriteAsync(tx => Budget.TakeAsync(tx, "identify", 3, TimeSpan.FromDays(1)))));
        Assert.Equal(3, waits.Count(wait => wait == TimeSpan.Zero));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_fingerprint_is_kept_for_each_scope(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        Assert.Null(await store.Db.ReadAsync(tx => Fingerprint.ReadAsync(tx, "commands/global")));
        await store.Db.WriteAsync(tx => Fingerprint.PutAsync(tx, "commands/global", "abc"));
        await store.Db.WriteAsync(tx => Fingerprint.PutAsync(tx, "commands/global", "def"));
        Assert.Equal("def", await store.Db.ReadAsync(tx => Fingerprint.ReadAsync(tx, "commands/global")));
        Assert.Null(await store.Db.ReadAsync(tx => Fingerprint.ReadAsync(tx, "commands/guild:1")));
    }
}
