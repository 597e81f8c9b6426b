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
    public async Task A_source_that_asks_for_time_gets_it_and_is_late_when_it_asks_for_more_than_an_hour()
    {
        await using var store = await TestStore.CreateAsync();
        var source = new CountedSource(read => read switch
        {
            1 => new ContentPage([], [], null, Complete: true) { Wait = TimeSpan.FromMinutes(10) },
            _ => throw new SourceException("asked too often") { Wait = TimeSpan.FromDays(9) },
        });
        using var stop = new CancellationTokenSource();
        var running = Watch(store, source).RunAsync(Never, stop.Token);
        await source.ReadAsync(1);

        await source.QuietAsync(store, TimeSpan.FromMinutes(9));
        await source.DueAsync(store, TimeSpan.FromMinutes(1), 2);
        await source.QuietAsync(store, TimeSpan.FromHours(23));
        Assert.Equal((SourceState.Late, 1), await StateAsync(store));
        await source.DueAsync(store, TimeSpan.FromHours(1), 3);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task It_is_asked_less_and_less_often_but_at_least_every_hour_or_so()
    {
        await using var store = await TestStore.CreateAsync();
        var times = new List<DateTimeOffset>();
        var source = new CountedSource(_ =>
        {
            times.Add(store.Time.GetUtcNow());
            throw new SourceException("nobody answers");
        });
        using var stop = new CancellationTokenSource();
        var running = Watch(store, source).RunAsync(Never, stop.Token);
        await source.ReadAsync(1);
        for (var read = 2; read <= 14; read++)
        {
            await source.DueAsync(store, TimeSpan.FromSeconds(10), read, step: true);
        }

        await stop.CancelAsync();
        await running;
        var gaps = times.Zip(times.Skip(1), (before, after) => (after - before).TotalSeconds).ToList();
        Assert.InRange(gaps[0], 27, 43);
        Assert.InRange(gaps[3], 216, 274);
        Assert.All(gaps[8..], gap => Assert.InRange(gap, 3_240, 3_970));
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
