using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Push;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Push;

public sealed class PushInboxTests
{
    private static readonly PushOptions Options = new() { Secret = "0123456789abcdef0123456789abcdef" };

    public static TheoryData<string> Dialects => TestStore.Dialects;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_first_item_that_a_site_ever_pushes_is_news(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var room = await RoomAsync(store);
        Assert.Equal(202, (await room.PushAsync("""{ "id": "a", "title": "Port opens", "topics": "water" }""")).Status);
        await room.ReadAsync();
        Assert.Equal(["1"], await room.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_repeat_is_refused_also_after_a_restart_and_posts_nothing_twice(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var room = await RoomAsync(store);
        await room.PushAsync("""{ "id": "a", "title": "Port opens", "topics": "water" }""");
        Assert.Equal(409, (await room.PushAsync("""{ "id": "a", "title": "Port opens", "topics": "water" }""")).Status);
        var again = await RoomAsync(store);
        Assert.Equal(409, (await again.PushAsync("""{ "id": "a", "title": "Port opens", "topics": "water" }""")).Status);
        await again.ReadAsync();
        Assert.Equal(["1"], await again.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_was_taken_before_a_crash_is_read_after_it(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var room = await RoomAsync(store);
        await room.ReadAsync();
        await room.PushAsync("""{ "id": "a", "title": "Port opens", "topics": "water" }""");
        var again = await RoomAsync(store);
        await again.ReadAsync();
        Assert.Equal(["1"], await again.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_is_said_last_of_an_item_counts(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var room = await RoomAsync(store);
        await room.PushAsync("""[{ "id": "a", "title": "First", "topics": "water" }, { "id": "b", "title": "Second" }]""");
        await room.PushAsync("""{ "id": "b", "state": "withdrawn" }""");
        await room.PushAsync("""{ "id": "a", "title": "First, put right", "topics": "water" }""");
        var page = await room.Source.ReadAsync(null, Ct);
        Assert.Equal(["a First, put right"], page.Records.Select(record => $"{record.ExternalId} {record.Title}"));
        Assert.Equal(["b"], page.Withdrawn);
        Assert.Equal("3", page.Cursor);
        Assert.True((await room.Source.ReadAsync(page.Cursor, Ct)).Unchanged);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_item_that_is_withdrawn_and_pushed_again_is_the_same_item(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var room = await RoomAsync(store);
        string[] messages = ["{ \"id\": \"a\", \"title\": \"Port opens\", \"topics\": \"water\" }", "{ \"id\": \"a\", \"state\": \"withdrawn\" }"];
        foreach (var (message, state) in new[] { (messages[0], ItemState.Public), (messages[1], ItemState.Withdrawn), (messages[0], ItemState.Public), (messages[1], ItemState.Withdrawn) })
        {
            await room.PushAsync(message);
            await room.ReadAsync();
            var item = Assert.Single(await store.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 10)));
            Assert.Equal(state, item.State);
            store.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["1"], await room.PostsAsync());
    }

    [Fact]
    public async Task Many_messages_are_read_in_their_order_in_bounded_parts()
    {
        await using var store = await TestStore.CreateAsync();
        var room = await RoomAsync(store);
        for (var i = 0; i < 40; i++)
        {
            await room.PushAsync($$"""{ "id": "{{i:00}}", "title": "x" }""");
        }

        var ids = new List<string>();
        string? cursor = null;
        while (await room.Source.ReadAsync(cursor, Ct) is { Unchanged: false } page)
        {
            Assert.InRange(page.Records.Count, 1, 16);
            ids.AddRange(page.Records.Select(record => record.ExternalId));
            cursor = page.Cursor;
            await room.Source.WaitAsync(TimeSpan.Zero, store.Time, Ct);
        }

        Assert.Equal(Enumerable.Range(0, 40).Select(i => i.ToString("00", CultureInfo.InvariantCulture)), ids);
    }

    [Fact]
    public async Task The_source_wakes_when_a_message_is_stored()
    {
        await using var store = await TestStore.CreateAsync();
        var room = await RoomAsync(store);
        var woken = room.Source.WaitAsync(TimeSpan.FromHours(1), store.Time, Ct);
        Assert.False(woken.IsCompleted);
        await room.PushAsync("""{ "id": "a", "title": "x" }""");
        await woken;
    }

    [Fact]
    public async Task A_bad_signature_says_nothing_and_a_bad_body_names_the_field()
    {
        await using var store = await TestStore.CreateAsync();
        var room = await RoomAsync(store);
        var body = """{ "id": "a", "titel": "x" }"""u8.ToArray();
        Assert.Equal(new PushAnswer(401), await room.Inbox.TakeAsync(room.Timestamp, "v1=00", body, Ct));
        Assert.Equal(new PushAnswer(401), await room.Inbox.TakeAsync("1", PushSignature.Sign(Options.Secret, "1", body), body, Ct));
        Assert.Equal(new PushAnswer(401), await room.Inbox.TakeAsync(room.Timestamp, null, body, Ct));
        var answer = await room.PushAsync(Encoding.UTF8.GetString(body));
        Assert.Equal((400, "titel: unknown; did you mean \"title\"?"), (answer.Status, answer.Reason));
        Assert.Equal(413, (await room.PushAsync(new string(' ', PushInbox.MaxBytes + 1))).Status);
        Assert.True((await room.Source.ReadAsync("0", Ct)).Unchanged);
    }

    [Fact]
    public async Task A_store_that_refuses_asks_the_site_to_come_again_and_has_taken_nothing()
    {
        await using var store = await TestStore.CreateAsync();
        var room = await RoomAsync(store);
        store.Db.BeforeStatement = sql =>
        {
            if (sql == "commit")
            {
                throw new Microsoft.Data.Sqlite.SqliteException("disk full", 13);
            }
        };
        var refused = await room.PushAsync("""{ "id": "a", "title": "x" }""");
        Assert.Equal((503, TimeSpan.FromSeconds(30)), (refused.Status, refused.RetryAfter));
        store.Db.BeforeStatement = null;
        Assert.Equal(202, (await room.PushAsync("""{ "id": "a", "title": "x" }""")).Status);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Old_messages_are_dropped_once_they_were_read_and_never_before(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var room = await RoomAsync(store);
        await room.PushAsync("""{ "id": "a", "title": "x" }""");
        store.Time.Advance(TimeSpan.FromDays(2));
        await room.PushAsync("""{ "id": "b", "title": "x" }""");
        Assert.Equal(2, await CountAsync());
        await room.ReadAsync();
        await room.PushAsync("""{ "id": "c", "title": "x" }""");
        Assert.Equal(2, await CountAsync());

        Task<long> CountAsync() => store.Db.ReadAsync(tx => tx.FirstAsync<long>("select count(*) from ingest"));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Many_senders_at_once_lose_nothing(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var room = await RoomAsync(store);
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => room.PushAsync($$"""{ "id": "{{i}}", "title": "x" }"""), Ct)));
        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        Assert.Equal(24, await store.Db.ReadAsync(tx => tx.FirstAsync<long>("select last from ingest_numbers")));
        var first = await room.Source.ReadAsync(null, Ct);
        var second = await room.Source.ReadAsync(first.Cursor, Ct);
        Assert.Equal(24, first.Records.Concat(second.Records).Select(record => record.ExternalId).Distinct().Count());
    }

    private static async Task<Room> RoomAsync(TestStore store)
    {
        await store.Db.WriteAsync(tx => ConfigureTopics.RunAsync(tx, "discord", [new WantedTopic("water", "Water", new Dictionary<string, string> { ["1"] = "{}" })]));
        return new Room(store);
    }

    private sealed class Room
    {
        private readonly TestStore store;
        private readonly Watcher watcher;

        public Room(TestStore store)
        {
            this.store = store;
            Source = new PushSource("site", Options, store.Db);
            Inbox = new PushInbox(store.Db, Source, Options, store.Time, NullLogger.Instance);
            watcher = new Watcher(store.Db, Source, new SourceOptions(), "test", store.Time, NullLogger.Instance);
        }

        public PushSource Source { get; }

        public PushInbox Inbox { get; }

        public string Timestamp => store.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        public Task<PushAnswer> PushAsync(string body)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            return Inbox.TakeAsync(Timestamp, PushSignature.Sign(Options.Secret, Timestamp, bytes), bytes, Ct);
        }

        public Task ReadAsync() => watcher.RunOnceAsync(Ct);

        public async Task<IReadOnlyList<string>> PostsAsync() =>
            [.. (await store.Db.ReadAsync(tx => DeliveryList.FindAsync(tx, new DeliveryQuery(Limit: 100)))).Select(row => row.Address)];
    }
}
