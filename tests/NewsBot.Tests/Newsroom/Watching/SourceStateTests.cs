using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Watching;

public sealed class SourceStateTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_source_that_fails_is_failing_then_late_and_well_again_with_one_alert_for_all_of_it(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var source = new HandSource();
        var watcher = Watch(store, source);
        await watcher.RunOnceAsync(CancellationToken.None);
        source.Failure = new SourceException("nobody answers");

        await FailAsync(2);
        Assert.Equal((SourceState.Failing, 2), await StateAsync(store));
        Assert.Empty(await store.Db.ReadAsync(Incidents.OpenAsync));
        await FailAsync(1);
        Assert.Equal("it is failing: nobody answers", (await AlertAsync(store)).Reason);
        store.Time.Advance(TimeSpan.FromHours(2));
        await FailAsync(1);
        Assert.Equal((SourceState.Late, 4), await StateAsync(store));
        Assert.Equal("it is late, last read well at 2026-11-23 09:00 UTC: nobody answers", (await AlertAsync(store)).Reason);
        source.Failure = null;
        await watcher.RunOnceAsync(CancellationToken.None);

        Assert.Equal((SourceState.Fine, 0), await StateAsync(store));
        Assert.Empty(await store.Db.ReadAsync(Incidents.OpenAsync));
        Assert.Equal(1, await store.Db.ReadAsync(tx => tx.FirstAsync<int>("select count(*) from incidents")));

        async Task FailAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await watcher.RunOnceAsync(CancellationToken.None);
            }
        }
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Failures_are_remembered_across_a_restart_and_so_is_the_alert_that_is_over(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var source = new HandSource { Failure = new SourceException("nobody answers") };
        for (var restart = 0; restart < 4; restart++)
        {
            await Watch(store, source).RunOnceAsync(CancellationToken.None);
        }

        Assert.Equal((SourceState.Failing, 4), await StateAsync(store));
        Assert.Equal("it is failing: nobody answers", (await AlertAsync(store)).Reason);
        source.Failure = null;
        await Watch(store, source).RunOnceAsync(CancellationToken.None);
        Assert.Equal((SourceState.Fine, 0), await StateAsync(store));
        Assert.Empty(await store.Db.ReadAsync(Incidents.OpenAsync));
    }

    [Fact]
    public async Task A_source_that_is_gone_for_good_is_told_at_once_and_asked_again_only_by_a_new_start()
    {
        await using var store = await TestStore.CreateAsync();
        var source = new CountedSource(_ => throw new SourceException("gone for good") { Parked = true });
        using var stop = new CancellationTokenSource();
        var running = Watch(store, source).RunAsync(Never, stop.Token);
        await source.ReadAsync(1);
        while (await store.Db.ReadAsync(Incidents.OpenAsync) is [])
        {
            await Task.Yield();
        }

        store.Time.Advance(TimeSpan.FromDays(30));

        Assert.Equal((SourceState.Parked, 1), await StateAsync(store));
        Assert.StartsWith("it is parked, and not asked again", (await AlertAsync(store)).Reason, StringComparison.Ordinal);
        Assert.Equal(1, source.Reads);
        await stop.CancelAsync();
        await running;
        await Watch(store, source).RunOnceAsync(CancellationToken.None);
        Assert.Equal(2, source.Reads);
    }

    [Fact]
    public async Task A_source_that_asks_for_time_gets_it()
    {
        await using var store = await TestStore.CreateAsync();
        var clock = new SeenTimers();
        var source = new CountedSource(read => new ContentPage([], [], null, Complete: true) { Wait = TimeSpan.FromMinutes(10 * read) });
        using var stop = new CancellationTokenSource();
        var running = new Watcher(store.Db, source, new SourceOptions { StartAfter = TimeSpan.FromSeconds(7) }, "test", clock, NullLogger.Instance).RunAsync(Never, stop.Token);
        await clock.WaitsAsync(TimeSpan.FromSeconds(7));
        Assert.Equal(0, source.Reads);
        clock.Advance(TimeSpan.FromSeconds(7));

        await clock.WaitsAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(1, source.Reads);
        clock.Advance(TimeSpan.FromMinutes(10));
        await clock.WaitsAsync(TimeSpan.FromMinutes(20));

        Assert.Equal(2, source.Reads);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_source_whose_news_the_store_did_not_take_is_read_again_at_its_usual_pace()
    {
        await using var store = await TestStore.CreateAsync();
        var clock = new SeenTimers();
        var source = new CountedSource(_ => new ContentPage([Some.Record("a")], [], null, Complete: true) { Wait = TimeSpan.FromDays(1) });
        store.Db.BeforeStatement = sql =>
        {
            if (sql.Contains("insert into items", StringComparison.Ordinal))
            {
                throw new Microsoft.Data.Sqlite.SqliteException("database is locked", 5);
            }
        };
        using var stop = new CancellationTokenSource();
        var running = new Watcher(store.Db, source, new SourceOptions(), "test", clock, NullLogger.Instance).RunAsync(Never, stop.Token);
        await clock.WaitsAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, source.Reads);
        store.Db.BeforeStatement = null;
        clock.Advance(TimeSpan.FromSeconds(30));
        await clock.WaitsAsync(TimeSpan.FromDays(1));
        Assert.Equal(2, source.Reads);
        await stop.CancelAsync();
        await running;
    }

    [Theory, InlineData(0.0, 0.9), InlineData(1.0, 1.1)]
    public void It_is_asked_less_and_less_often_but_at_least_every_hour_or_so(double jitter, double factor)
    {
        var health = new SourceHealth("hand", TimeSpan.FromSeconds(30), new SeenTimers(), jitter);

        var waits = Enumerable.Range(0, 100).Select(_ =>
        {
            health.Failed(new SourceException("nobody answers"));
            return Math.Round(health.Wait.TotalSeconds / factor);
        }).ToList();

        Assert.Equal([30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600], waits[..9]);
        Assert.All(waits[9..], wait => Assert.Equal(3_600, wait));
    }

    [Fact]
    public void What_it_asks_for_is_bounded_by_a_day_and_a_source_that_is_read_more_seldom_than_hourly_keeps_its_pace()
    {
        var health = new SourceHealth("hand", TimeSpan.FromHours(6), new SeenTimers(), 0.5);

        health.Good(TimeSpan.FromDays(9));
        Assert.Equal(TimeSpan.FromDays(1), health.Wait);
        health.Good(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromHours(6), health.Wait);
        health.Failed(null);
        Assert.Equal(TimeSpan.FromHours(6), health.Wait);
        health.Failed(new SourceException("asked too often") { Wait = TimeSpan.FromDays(9) });
        Assert.Equal(TimeSpan.FromDays(1), health.Wait);
    }

    [Fact]
    public async Task A_source_that_asks_for_more_than_an_hour_after_a_failure_is_late_at_once()
    {
        await using var store = await TestStore.CreateAsync();
        var source = new HandSource { Failure = new SourceException("asked too often") { Wait = TimeSpan.FromHours(3) } };

        await Watch(store, source).RunOnceAsync(CancellationToken.None);

        Assert.Equal((SourceState.Late, 1), await StateAsync(store));
        Assert.Equal("it is late, never read yet: asked too often", (await AlertAsync(store)).Reason);
    }

    [Fact]
    public async Task A_source_that_hangs_is_left_after_five_minutes()
    {
        await using var store = await TestStore.CreateAsync();
        var clock = new SeenTimers();
        var watcher = new Watcher(store.Db, new HangingSource(), new SourceOptions(), "test", clock, NullLogger.Instance);

        var round = watcher.RunOnceAsync(CancellationToken.None);
        await clock.WaitsAsync(TimeSpan.FromMinutes(5));
        clock.Advance(TimeSpan.FromMinutes(5));
        await round;

        Assert.Equal("reading took longer than 5 minutes", Assert.Single(await store.Db.ReadAsync(tx => SourceStatus.ListAsync(tx))).Error);
    }

    [Fact]
    public async Task Quiet_reads_write_nothing_until_they_are_noted_together()
    {
        await using var store = await TestStore.CreateAsync();
        var notes = new ReadNotes(store.Db, store.Time, NullLogger.Instance);
        var source = new CountedSource(read => new ContentPage([], [], $"{read}", Complete: false) { Unchanged = read > 1 });
        var watcher = new Watcher(store.Db, source, new SourceOptions(), "test", store.Time, NullLogger.Instance, notes);
        await watcher.RunOnceAsync(CancellationToken.None);
        var statements = 0;
        store.Db.BeforeStatement = _ => statements++;

        for (var round = 0; round < 3; round++)
        {
            store.Time.Advance(TimeSpan.FromSeconds(30));
            await watcher.RunOnceAsync(CancellationToken.None);
        }

        Assert.Equal((4, 0), (source.Reads, statements));
        await notes.FlushAsync(CancellationToken.None);
        var status = Assert.Single(await store.Db.ReadAsync(tx => SourceStatus.ListAsync(tx)));
        Assert.Equal(store.Time.GetUtcNow(), status.ReadAt);
        Assert.Equal("4", await store.Db.ReadAsync(tx => tx.FirstAsync<string>("select cursor from cursors where source = 'hand'")));
        Assert.Equal("3", source.Cursor);
    }

    [Fact]
    public async Task A_note_that_comes_late_does_not_undo_a_read_with_news()
    {
        await using var store = await TestStore.CreateAsync();
        var notes = new ReadNotes(store.Db, store.Time, NullLogger.Instance);
        var source = new CountedSource(read => new ContentPage([Some.Record($"{read}")], [], $"{read}", Complete: false) { Unchanged = read == 2 });
        var watcher = new Watcher(store.Db, source, new SourceOptions(), "test", store.Time, NullLogger.Instance, notes);
        for (var read = 0; read < 3; read++)
        {
            store.Time.Advance(TimeSpan.FromSeconds(30));
            await watcher.RunOnceAsync(CancellationToken.None);
        }

        await notes.FlushAsync(CancellationToken.None);

        Assert.Equal("3", await store.Db.ReadAsync(tx => tx.FirstAsync<string>("select cursor from cursors where source = 'hand'")));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Every_item_has_the_topics_of_its_source_and_a_strangers_categories_count_only_where_they_are_topics(bool ownTopics)
    {
        await using var store = await TestStore.CreateAsync();
        await store.Db.WriteAsync(tx => ConfigureTopics.RunAsync(tx, "discord", [.. ((string[])["water", "crime"]).Select(slug => new WantedTopic(slug, slug, new Dictionary<string, string>()))]));
        var source = new HandSource { Records = [Some.Record("a", topics: ["crime", "holiday-pictures"])] };

        await Watch(store, source, new SourceOptions { Topics = ["water"], OwnTopics = ownTopics }).RunOnceAsync(CancellationToken.None);

        var item = Assert.Single(await store.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 10)));
        Assert.Equal(["crime", "water"], (await store.Db.ReadAsync(tx => TopicTable.OfItemAsync(tx, item.Id))).Select(topic => topic.Slug).Order());
    }

    private sealed class HangingSource : IContentSource
    {
        public string Name => "hand";

        public async Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct)
        {
            await Task.Delay(Timeout.Infinite, ct);
            throw new NotSupportedException();
        }
    }

    private static Watcher Watch(TestStore store, IContentSource source, SourceOptions? options = null) =>
        new(store.Db, source, options ?? new SourceOptions(), "test", store.Time, NullLogger.Instance);

    private static Task Never(CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);

    private static async Task<(SourceState State, int Failures)> StateAsync(TestStore store)
    {
        var status = Assert.Single(await store.Db.ReadAsync(tx => SourceStatus.ListAsync(tx)));
        return (status.State, status.Failures);
    }

    private static async Task<Incident> AlertAsync(TestStore store) => Assert.Single(await store.Db.ReadAsync(Incidents.OpenAsync));
}
