using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

public sealed class OpenEditionTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_edition_freezes_its_items_and_owes_one_mail_to_each_reader_of_theirs(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync("anna@example.org", "water;law-enforcement");
        await world.ReadersAsync("bert@example.org", "law-enforcement");
        var older = await world.PublishAsync("Older", world.Water);
        var newer = await world.PublishAsync("Newer", world.Water);
        await world.PublishAsync("Of no topic");

        var opening = await world.OpenNextAsync();

        Assert.NotNull(opening);
        Assert.Equal(("2026-W47", EditionState.Open, 2, 1), (opening.Edition.Name, opening.Edition.State, opening.Edition.ItemCount, opening.Readers));
        Assert.Equal([newer.Id, older.Id], await world.Db.ReadAsync(tx => tx.QueryAsync<long>("select item_id from edition_items order by position")));
        var delivery = Assert.Single(await world.ClaimAsync());
        Assert.Equal((anna.Id.ToString(), $"edition/{opening.Edition.Id}>mail:{anna.Id}", 1), (delivery.Address, delivery.DedupKey, delivery.WantedRev));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Suppressed_paused_unconfirmed_and_ended_readers_get_nothing(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        foreach (var name in (string[])["suppressed", "paused", "unconfirmed", "ended", "otherplan", "back"])
        {
            await world.ReadersAsync($"{name}@example.org", "water");
        }

        await world.PublishAsync("News", world.Water);
        await world.Db.WriteAsync(async tx =>
        {
            await SuppressionTable.AddAsync(tx, DigestWorld.Keys, "Suppressed@example.org", "bounce", "test");
            await tx.ExecuteAsync("update subscribers set paused_until = @until where address like 'paused%'", new { until = tx.Now.AddDays(30) });
            await tx.ExecuteAsync("update subscribers set paused_until = @until where address like 'back%'", new { until = tx.Now.AddDays(1) });
            await SetAsync("confirmed_at = null", "unconfirmed");
            await SetAsync("ended_at = 1", "ended");
            await SetAsync("plan = 'daily'", "otherplan");

            Task<int> SetAsync(string what, string who) =>
                tx.ExecuteAsync($"update subscriptions set {what} where subscriber_id = (select id from subscribers where address = '{who}@example.org')");
        });

        var opening = await world.OpenNextAsync();
        Assert.Equal(1, opening!.Readers);
        var back = await world.Db.ReadAsync(tx => SubscriberTable.FindAsync(tx, "back@example.org"));
        Assert.Equal(back!.Id.ToString(), Assert.Single(await world.ClaimAsync()).Address);
    }

    [Fact]
    public async Task Opening_twice_is_opening_once()
    {
        await using var world = await DigestWorld.CreateAsync();
        await world.ReadersAsync("anna@example.org", "water");
        await world.PublishAsync("News", world.Water);
        var opening = await world.OpenNextAsync();
        Assert.Null(await world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, DigestWorld.Weekly)));
        Assert.Null(await world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, DigestWorld.Weekly, opening!.Edition.Period)));
        Assert.Single(await world.ClaimAsync());
    }

    [Fact]
    public async Task No_items_no_mail()
    {
        await using var world = await DigestWorld.CreateAsync();
        await world.ReadersAsync("anna@example.org", "water");
        var opening = await world.OpenNextAsync();
        Assert.Equal((EditionState.Empty, 0), (opening!.Edition.State, opening.Readers));
        Assert.Empty(await world.ClaimAsync());
    }

    [Fact]
    public async Task What_was_public_before_the_plan_was_seen_is_never_mailed()
    {
        await using var world = await DigestWorld.CreateAsync();
        await world.ReadersAsync("anna@example.org", "water");
        await world.Db.WriteAsync(async tx =>
        {
            var archived = await ItemTable.InsertAsync(tx, "archive", Some.Record(), ItemState.Public, tx.Now.AddDays(-30));
            await ItemTable.SetTopicsAsync(tx, archived.Id, [world.Water]);
        });
        Assert.Equal(0, (await world.OpenNextAsync())!.Edition.ItemCount);
    }

    [Fact]
    public async Task Weeks_that_were_missed_become_one_edition()
    {
        await using var world = await DigestWorld.CreateAsync();
        await world.PublishAsync("First week", world.Water);
        world.Store.Time.Advance(TimeSpan.FromDays(7));
        await world.PublishAsync("Second week", world.Water);
        world.Store.Time.Advance(TimeSpan.FromDays(7));

        var catchUp = new CatchUp(world.Db, [DigestWorld.Weekly], world.Store.Time, NullLogger<CatchUp>.Instance);
        var opening = Assert.Single(await catchUp.RunOnceAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("16–29 November 2026", 2), (opening.Edition.Period.Label(DigestWorld.Berlin), opening.Edition.ItemCount));
        Assert.Empty(await catchUp.RunOnceAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_editions_that_end_in_one_week_have_addresses_of_their_own()
    {
        await using var world = await DigestWorld.CreateAsync();
        var monday = new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
        var names = await world.Db.WriteAsync(async tx => new[]
        {
            (await OpenEdition.RunAsync(tx, DigestWorld.Weekly, new(monday, monday.AddHours(1))))!.Edition.Name,
            (await OpenEdition.RunAsync(tx, DigestWorld.Weekly, new(monday.AddHours(1), monday.AddHours(2))))!.Edition.Name,
            (await OpenEdition.RunAsync(tx, DigestWorld.Weekly, new(monday.AddHours(2), monday.AddHours(3))))!.Edition.Name,
        });
        Assert.Equal(["2026-W48", "2026-W48-2", "2026-W48-3"], names);
    }

    [Fact]
    public async Task Status_counts_deliveries_by_state()
    {
        await using var world = await DigestWorld.CreateAsync();
        await world.ReadersAsync("anna@example.org", "water");
        await world.ReadersAsync("bert@example.org", "water");
        await world.PublishAsync("News", world.Water);
        await world.OpenNextAsync();
        var status = await world.Db.ReadAsync(tx => EditionTable.StatusAsync(tx, 10));
        Assert.Equal([EditionState.Open, EditionState.Baseline], status.Select(line => line.Edition.State));
        Assert.Equal(2, status[0].Deliveries["pending"]);
        Assert.Empty(status[1].Deliveries);
    }

    // Over a change of clocks, with runs at any time: doubled, late, or missing for weeks.
    [Fact]
    public Task Every_public_item_is_in_exactly_one_edition() => Gen.Select(
        Gen.Int[0, 23], Gen.Int[0, 69 * 24 * 60].Array[1, 30], Gen.Int[0, 69 * 24 * 60].Array[1, 25]).SampleAsync(
        async (hour, publications, runs) =>
        {
            var plan = DigestWorld.Weekly with { Schedule = new(DayOfWeek.Sunday, new TimeOnly(hour, 30)), Late = LateRule.Send };
            var begin = new DateTimeOffset(2026, 9, 20, 0, 0, 0, TimeSpan.Zero);
            await using var store = await TestStore.CreateAsync(now: begin);
            var topic = await store.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "water", "Water"));
            await store.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, plan));
            foreach (var (minute, isRun) in publications.Select(minute => (minute, false)).Concat(runs.Append(70 * 24 * 60).Select(minute => (minute, true))).Order())
            {
                store.Time.SetUtcNow(begin.AddMinutes(minute));
                await store.Db.WriteAsync(async tx =>
                {
                    if (isRun)
                    {
                        await OpenEdition.RunAsync(tx, plan);
                    }
                    else
                    {
                        var item = await ItemTable.InsertAsync(tx, "test", Some.Record(), ItemState.Public, tx.Now);
                        await ItemTable.SetTopicsAsync(tx, item.Id, [topic]);
                    }
                });
            }

            var end = Period.LatestEnd(plan, store.Time.GetUtcNow());
            var (editions, counts) = await store.Db.ReadAsync(async tx => (
                await tx.QueryAsync<Edition>("select * from editions order by starts_at"),
                await tx.QueryAsync<(long Editions, long PublicAt)>("select count(e.edition_id), i.public_at from items i left join edition_items e on e.item_id = i.id group by i.id")));
            Assert.Equal(EditionState.Baseline, editions[0].State);
            Assert.All(editions.Zip(editions.Skip(1)), pair => Assert.Equal(pair.First.EndsAt, pair.Second.StartsAt));
            Assert.Equal(end, editions[^1].EndsAt);
            Assert.All(counts, count => Assert.Equal(count.PublicAt < end.ToUnixTimeMilliseconds() ? 1 : 0, count.Editions));
        },
        iter: 40);
}
