using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Watching;

public sealed class WatcherTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_new_source_stores_its_archive_and_posts_none_of_it(string dialect)
    {
        await using var room = await Room.CreateAsync(dialect);
        room.Source.Records = [Some.Record(topics: "water"), Some.Record(topics: "water")];
        await room.ReadAsync();
        Assert.Empty(await room.DeliveriesAsync());
        room.Source.Records = [.. room.Source.Records, Some.Record("fresh", topics: "water")];
        await room.ReadAsync();
        Assert.Equal(["1", "2"], (await room.DeliveriesAsync()).Select(row => row.Address));
    }

    [Fact]
    public async Task The_newest_of_the_archive_are_posted_where_that_is_asked_for()
    {
        await using var room = await Room.CreateAsync(options: new SourceOptions { PostFirst = 1 });
        room.Source.Records = [Some.Record("old", topics: "water") with { PublishedAt = Some.Monday.AddDays(-9) }, Some.Record("new", topics: "water")];
        await room.ReadAsync();
        var items = await room.Store.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 10));
        var posted = items.Single(item => item.ExternalId == "new");
        Assert.All(await room.DeliveriesAsync(), row => Assert.Equal(posted.Id, row.CauseId));
        Assert.Equal(Some.Monday.AddDays(-9), items.Single(item => item.ExternalId == "old").PublicAt);
    }

    [Fact]
    public async Task An_address_that_two_topics_lead_to_is_owed_an_item_once()
    {
        await using var room = await Room.CreateAsync();
        await room.ReadAsync();
        room.Source.Records = [Some.Record(topics: ["water", "crime"])];
        await room.ReadAsync();
        Assert.Equal(["1", "2", "3"], (await room.DeliveriesAsync()).Select(row => row.Address));
    }

    [Fact]
    public async Task An_item_that_loses_a_topic_is_withdrawn_from_its_channels_alone_and_one_that_gains_it_goes_there()
    {
        await using var room = await Room.CreateAsync();
        await room.ReadAsync();
        room.Source.Records = [Some.Record("a", topics: "water")];
        await room.ReadAsync();
        await room.SendAllAsync();
        room.Source.Records = [Some.Record("a", topics: "crime")];
        await room.ReadAsync();
        // Channel 2 is of both topics.
        string[] expected = ["1 Absent", "2 Present", "3 Present"];
        Assert.Equal(expected, (await room.DeliveriesAsync()).Select(row => $"{row.Address} {row.Wanted}"));
        room.Source.Records = [Some.Record("a", version: "2", topics: "crime")];
        await room.ReadAsync();
        Assert.Equal(expected, (await room.DeliveriesAsync()).Select(row => $"{row.Address} {row.Wanted}"));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Gone_is_withdrawn_and_back_is_public_again(string dialect)
    {
        await using var room = await Room.CreateAsync(dialect);
        await room.ReadAsync();
        room.Source.Records = [Some.Record("a", topics: "crime")];
        await room.ReadAsync();
        await room.SendAllAsync();
        room.Source.Records = [];
        await room.ReadAsync();
        Assert.All(await room.DeliveriesAsync(), row => Assert.Equal((Wanted.Absent, DeliveryState.Pending, 2), (row.Wanted, row.State, row.WantedRev)));
        await room.SendAllAsync();
        room.Source.Records = [Some.Record("a", topics: "crime")];
        await room.ReadAsync();
        Assert.All(await room.DeliveriesAsync(), row => Assert.Equal((Wanted.Present, DeliveryState.Pending, 3), (row.Wanted, row.State, row.WantedRev)));
    }

    [Fact]
    public async Task A_record_that_was_refused_leaves_its_item_as_it_stands()
    {
        await using var room = await Room.CreateAsync();
        await room.ReadAsync();
        room.Source.Records = [Some.Record("a", topics: "water"), Some.Record("b", topics: "water")];
        await room.ReadAsync();
        room.Source.Records = [Some.Record("b", topics: "water")];
        room.Source.Refusals = [new Refusal("a", "a.md:3", "front matter: broken")];
        await room.ReadAsync();
        Assert.All(await room.Store.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 10)), item => Assert.Equal(ItemState.Public, item.State));
    }

    [Fact]
    public async Task More_than_the_fuse_at_once_is_held()
    {
        await using var room = await Room.CreateAsync(options: new SourceOptions { Fuse = 3 });
        await room.ReadAsync();
        room.Source.Records = [.. Enumerable.Range(0, 4).Select(_ => Some.Record(topics: "crime"))];
        await room.ReadAsync();
        var held = await room.DeliveriesAsync();
        Assert.Equal(8, held.Count);
        Assert.All(held, row => Assert.Equal(DeliveryState.Held, row.State));
    }

    [Fact]
    public async Task More_than_the_fuse_vanishing_at_once_is_taken_for_an_accident()
    {
        await using var room = await Room.CreateAsync(options: new SourceOptions { Fuse = 3, PostFirst = 10 });
        room.Source.Records = [.. Enumerable.Range(0, 4).Select(_ => Some.Record(topics: "crime"))];
        await room.ReadAsync();
        room.Source.Records = [];
        await room.ReadAsync();
        Assert.All(await room.DeliveriesAsync(), row => Assert.Equal(Wanted.Present, row.Wanted));
    }

    [Fact]
    public async Task A_source_with_nothing_left_at_all_is_taken_for_an_accident()
    {
        await using var room = await Room.CreateAsync(options: new SourceOptions { PostFirst = 10 });
        room.Source.Records = [Some.Record(topics: "crime"), Some.Record(topics: "crime")];
        await room.ReadAsync();
        room.Source.Records = [];
        await room.ReadAsync();
        Assert.All(await room.DeliveriesAsync(), row => Assert.Equal(Wanted.Present, row.Wanted));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_embargo_holds_at_every_door_and_ends_by_the_clock(string dialect)
    {
        await using var room = await Room.CreateAsync(dialect);
        await room.ReadAsync();
        room.Source.Records = [Some.Record(topics: "water") with { PublishAt = Some.Monday.AddHours(1) }];
        await room.ReadAsync();
        await PublishDue.PublishAsync(room.Store.Db, CancellationToken.None);
        Assert.Empty(await room.DeliveriesAsync());
        room.Store.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await PublishDue.PublishAsync(room.Store.Db, CancellationToken.None));
        Assert.Equal(2, (await room.DeliveriesAsync()).Count);
        Assert.Equal(0, await PublishDue.PublishAsync(room.Store.Db, CancellationToken.None));
        await room.ReadAsync();
        Assert.Equal(2, (await room.DeliveriesAsync()).Count);
    }

    [Fact]
    public async Task A_route_that_came_later_gets_no_old_news()
    {
        await using var room = await Room.CreateAsync();
        await room.ReadAsync();
        room.Source.Records = [Some.Record("a", topics: "water")];
        await room.ReadAsync();
        room.Store.Time.Advance(TimeSpan.FromMinutes(1));
        await room.RouteAsync("water", "9");
        room.Source.Records = [Some.Record("a", version: "2", topics: "water")];
        await room.ReadAsync();
        Assert.DoesNotContain(await room.DeliveriesAsync(), row => row.Address == "9");
    }

    [Fact]
    public async Task A_source_that_fails_is_noted_and_read_again()
    {
        await using var room = await Room.CreateAsync();
        room.Source.Failure = new IOException("the folder /news is gone");
        await room.ReadAsync();
        Assert.Equal("the folder /news is gone", await room.Store.Db.ReadAsync(tx => tx.FirstAsync<string>("select error from cursors where source = 'hand'")));
        room.Source.Failure = null;
        await room.ReadAsync();
        Assert.Null(await room.Store.Db.ReadAsync(tx => tx.FirstAsync<string>("select error from cursors where source = 'hand'")));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_another_process_took_while_the_lease_was_its_own_is_known_again(string dialect)
    {
        await using var room = await Room.CreateAsync(dialect);
        var other = new Watcher(room.Store.Db, room.Source, new SourceOptions(), "other", room.Store.Time, NullLogger.Instance);
        room.Source.Records = [Some.Record("a", version: "1")];
        await room.ReadAsync();
        room.Store.Time.Advance(TimeSpan.FromHours(1));
        room.Source.Records = [Some.Record("a", version: "2")];
        await other.RunOnceAsync(CancellationToken.None);
        room.Store.Time.Advance(TimeSpan.FromHours(1));
        room.Source.Records = [Some.Record("a", version: "1")];
        await room.ReadAsync();
        Assert.Equal("Summary 1", (await room.Store.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 1))).Single().Summary);
    }

    private sealed class Room : IAsyncDisposable
    {
        private readonly Dictionary<string, WantedTopic> topics = new(StringComparer.Ordinal);
        private readonly Watcher watcher;

        private Room(TestStore store, SourceOptions options)
        {
            Store = store;
            watcher = new Watcher(store.Db, Source, options, "test", store.Time, NullLogger.Instance);
        }

        public TestStore Store { get; }

        public HandSource Source { get; } = new();

        public static async Task<Room> CreateAsync(string dialect = "sqlite", SourceOptions? options = null)
        {
            var store = await TestStore.CreateAsync(dialect);
            var room = new Room(store, options ?? new SourceOptions());
            await room.RouteAsync("water", "1", "2");
            await room.RouteAsync("crime", "2", "3");
            return room;
        }
        public Task RouteAsync(string slug, params string[] addresses)
        {
            topics[slug] = new WantedTopic(slug, slug, addresses.ToDictionary(address => address, _ => "{}"));
            return Store.Db.WriteAsync(tx => ConfigureTopics.RunAsync(tx, "discord", topics.Values));
        }

        public Task ReadAsync() => watcher.RunOnceAsync(CancellationToken.None);

        public async Task<IReadOnlyList<Delivery>> DeliveriesAsync() =>
            [.. (await Store.Db.ReadAsync(tx => DeliveryList.NewestAsync(tx, null, null, 100))).OrderBy(row => row.Address, StringComparer.Ordinal)];

        public async Task SendAllAsync()
        {
            var lane = new Lane("discord", 4, (_, _) => throw new NotSupportedException());
            while (await Store.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, 10, "test")) is { Count: > 0 } claimed)
            {
                foreach (var row in claimed)
                {
                    await Store.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, row, new SendOutcome.Sent("900"), 0.5));
                }
            }
        }

        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }
}
