using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

/// <summary>What the calendar 500 of the channels' server is owed.</summary>
public sealed class EventCalendarTests
{
    private const string Server = "500";

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_event_that_is_posted_is_owed_to_the_calendar_and_goes_with_its_withdrawal(string dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReadAsync(Event(), Some.Record("story", topics: "water"));
        var entry = await EntryAsync(world);
        Assert.Equal((Wanted.Present, DeliveryState.Pending, 1), (entry!.Wanted, entry.State, entry.WantedRev));
        Assert.Equal((await world.ItemAsync("e")).Id, entry.CauseId);
        Assert.Single(await world.RowsAsync("item"), row => row.Lane == EventCalendar.Lane);

        await SendAsync(world);
        await world.ReadAsync(Event("2"), Some.Record("story", topics: "water"));
        Assert.Equal((Wanted.Present, DeliveryState.Pending, 2), await StateAsync(world));

        await SendAsync(world);
        await world.ReadAsync(Some.Record("story", topics: "water"));
        Assert.Equal((Wanted.Absent, DeliveryState.Pending, 3), await StateAsync(world));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_event_that_is_over_no_event_or_posted_nowhere_is_not_owed(string dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReadAsync(
            Event(id: "begun") with { StartsAt = Some.Monday.AddMinutes(-1) },
            Event(id: "story") with { Kind = "story" },
            Event(id: "dateless") with { StartsAt = null },
            Event(id: "unrouted") with { Topics = [] },
            Event(id: "embargoed") with { PublishAt = Some.Monday.AddHours(1) });
        Assert.Null(await EntryAsync(world));

        world.Store.Time.Advance(TimeSpan.FromHours(2));
        await PublishDue.PublishAsync(world.Db, CancellationToken.None);
        Assert.Equal((await world.ItemAsync("embargoed")).Id, (await EntryAsync(world))!.CauseId);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_edit_can_make_an_event_and_unmake_it(string dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReadAsync(Event() with { StartsAt = null });
        Assert.Null(await EntryAsync(world));
        await world.ReadAsync(Event("2"));
        Assert.Equal((Wanted.Present, DeliveryState.Pending, 2), await StateAsync(world));
        await SendAsync(world);
        await world.ReadAsync(Event("3") with { Kind = "story" });
        Assert.Equal((Wanted.Absent, DeliveryState.Pending, 3), await StateAsync(world));
        await SendAsync(world);
        await world.ReadAsync(Event("4"));
        Assert.Equal((Wanted.Present, DeliveryState.Pending, 4), await StateAsync(world));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_event_that_loses_its_topics_leaves_the_calendar(string dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReadAsync(Event());
        await world.SendAsync();
        await SendAsync(world);
        await world.ReadAsync(Event("2") with { Topics = ["crime"] });
        Assert.Equal(Wanted.Present, (await EntryAsync(world))!.Wanted);
        await world.ReadAsync(Event("3") with { Topics = [] });
        Assert.Equal((Wanted.Absent, DeliveryState.Pending, 3), await StateAsync(world));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_event_that_expires_before_it_begins_leaves_the_calendar_by_the_clock(string dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReadAsync(Event() with { ExpiresAt = Some.Monday.AddHours(5) }, Event(id: "later") with { StartsAt = Some.Monday.AddHours(1), ExpiresAt = Some.Monday.AddHours(5) });
        await SendAsync(world);
        await SendAsync(world);
        await PublishDue.PublishAsync(world.Db, CancellationToken.None);
        Assert.All(await EntriesAsync(world), entry => Assert.Equal(Wanted.Present, entry.Wanted));

        world.Store.Time.Advance(TimeSpan.FromHours(5));
        await PublishDue.RunAsync(world.Db, NullLogger.Instance, CancellationToken.None);
        Assert.Equal([Wanted.Absent, Wanted.Present], (await EntriesAsync(world)).Select(entry => entry.Wanted));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_the_fuse_holds_is_held_in_the_calendar_too_until_staff_post_it(string dialect)
    {
        await using var world = await WorldAsync(dialect, new SourceOptions { Fuse = 1 });
        await world.ReadAsync(Event(), Event(id: "f"));
        Assert.All(await EntriesAsync(world), entry => Assert.Equal(DeliveryState.Held, entry.State));

        var item = await world.ItemAsync("e");
        await world.Db.WriteAsync(tx => PostItem.RunAsync(tx, item.Id, new PostOrder { Delay = TimeSpan.FromSeconds(10) }));
        var entries = await EntriesAsync(world);
        Assert.Equal([DeliveryState.Pending, DeliveryState.Held], entries.Select(entry => entry.State));
        Assert.Equal(world.Store.Time.GetUtcNow().AddSeconds(10), entries[0].DueAt);

        await world.Db.WriteAsync(tx => UndoPost.RunAsync(tx, item.Id));
        Assert.Equal(DeliveryState.Cancelled, (await EntriesAsync(world))[0].State);
        await world.Db.WriteAsync(tx => HeldPosts.ReleaseAsync(tx, "hand"));
        Assert.Equal([DeliveryState.Cancelled, DeliveryState.Pending], (await EntriesAsync(world)).Select(entry => entry.State));
    }

    [Fact]
    public async Task Without_a_calendar_nothing_is_owed_and_what_stands_is_still_changed()
    {
        await using var world = await WorldAsync();
        await world.ReadAsync(Event());
        await SendAsync(world);
        await world.Db.WriteAsync(tx => EventCalendar.PutAsync(tx, "discord", null));
        await world.ReadAsync(Event("2"), Event(id: "f"));
        Assert.Equal((Wanted.Present, DeliveryState.Pending, 2), await StateAsync(world));
    }

    private static async Task<NewsWorld> WorldAsync(string dialect = "sqlite", SourceOptions? options = null)
    {
        var world = await NewsWorld.CreateAsync(dialect, options);
        await world.Db.WriteAsync(tx => EventCalendar.PutAsync(tx, "discord", Server));
        return world;
    }

    private static NewsBot.Newsroom.Items.Record Event(string version = "1", string id = "e") =>
        Some.Record(id, version: version, topics: "water") with { Kind = "event", StartsAt = Some.Monday.AddDays(3) };

    private static async Task<IReadOnlyList<Delivery>> EntriesAsync(NewsWorld world) =>
        [.. (await world.RowsAsync("item")).Where(row => row.Lane == EventCalendar.Lane && row.Address == Server)];

    private static async Task<Delivery?> EntryAsync(NewsWorld world) => (await EntriesAsync(world)) is [var entry] ? entry : null;

    private static async Task<(Wanted Wanted, DeliveryState State, int Revision)> StateAsync(NewsWorld world)
    {
        var entry = (await EntryAsync(world))!;
        return (entry.Wanted, entry.State, entry.WantedRev);
    }

    private static async Task SendAsync(NewsWorld world)
    {
        var lane = new Lane(EventCalendar.Lane, 1, (_, _) => throw new NotSupportedException());
        var row = Assert.Single(await world.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, 10, "test")));
        await world.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, row, new SendOutcome.Sent(row.Wanted == Wanted.Absent ? null : row.RemoteId ?? $"{700 + row.Id}"), 0.5));
    }
}
