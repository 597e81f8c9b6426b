using NewsBot.Newsroom.Store;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Store;

public sealed class StoreTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task Migrating_again_changes_nothing(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        Assert.Empty(await Migrator.RunAsync(store.Db, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Both_databases_have_the_same_tables_and_columns()
    {
        await using var sqlite = await TestStore.CreateAsync("sqlite");
        await using var postgres = await TestStore.CreateAsync("postgres");
        var left = await sqlite.Db.ReadAsync(tx => tx.QueryAsync<string>(
            "select m.name || '.' || c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%'"));
        var right = await postgres.Db.ReadAsync(tx => tx.QueryAsync<string>(
            "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'"));
        Assert.Equal(left.Order(StringComparer.Ordinal), right.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_throws_leaves_nothing(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Db.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync("insert into topics (slug, name) values ('water', 'Water')");
            throw new InvalidOperationException();
        }));
        Assert.Equal(0, await store.Db.ReadAsync(tx => tx.FirstAsync<long>("select count(*) from topics")));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_lease_has_one_owner_until_it_ends_and_each_owner_a_higher_fence(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var first = await TakeAsync("a");
        Assert.Equal(("a", first.Fence), ((await TakeAsync("b")).Owner, (await TakeAsync("a")).Fence));
        store.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await TakeAsync("b");
        Assert.Equal(("b", first.Fence + 1), (second.Owner, second.Fence));

        Task<Lease> TakeAsync(string owner) => store.Db.WriteAsync(tx => Lease.TakeAsync(tx, "watch:news", owner, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_store_is_locked_once_and_free_when_its_holder_is_gone()
    {
        var path = Path.Combine(Path.GetTempPath(), $"newsbot-test-{Guid.NewGuid():n}.db");
        using (ProcessLock.TryTake(path))
        {
            Assert.Null(ProcessLock.TryTake(path));
        }

        Assert.NotNull(ProcessLock.TryTake(path));
        File.Delete(path + ".lock");
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Who_takes_a_store_over_frees_the_leases_of_the_dead(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Lease.TakeAsync(tx, "watch:news", "dead", TimeSpan.FromHours(1)));
        await store.Db.WriteAsync(tx => ProcessLock.TakeOverAsync(tx, "me"));
        Assert.Equal("me", (await store.Db.WriteAsync(tx => Lease.TakeAsync(tx, "watch:news", "me", TimeSpan.FromHours(1)))).Owner);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_nudge_is_kept_for_the_next_wait_and_never_lost_to_one_that_is_over()
    {
        var nudges = new Nudges();
        for (var time = 0; time < 2_000; time++)
        {
            await nudges.WaitAsync("mail", TimeSpan.Zero, TimeProvider.System, TestContext.Current.CancellationToken);
            nudges.Wake("mail");
            await nudges.WaitAsync("mail", TimeSpan.FromHours(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
