using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Store;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom;

/// <summary>A source that a test fills by hand, read once; topic <c>water</c> leads to the channels 1 and 2, <c>crime</c> to 2 and 3, and staff have the desk 77.</summary>
internal sealed class NewsWorld : IAsyncDisposable
{
    private readonly Dictionary<string, WantedTopic> topics = new(StringComparer.Ordinal);
    private readonly Watcher watcher;
    private int messages = 900;

    private NewsWorld(TestStore store, SourceOptions options)
    {
        Store = store;
        watcher = new Watcher(store.Db, Source, options, "test", store.Time, NullLogger.Instance);
    }

    public TestStore Store { get; }

    public Db Db => Store.Db;

    public HandSource Source { get; } = new();

    /// <param name="read">False: the source was never read.</param>
    public static async Task<NewsWorld> CreateAsync(string dialect = "sqlite", SourceOptions? options = null, bool read = true)
    {
        var world = new NewsWorld(await TestStore.CreateAsync(dialect), options ?? new SourceOptions());
        world.topics["water"] = Says("water", "1", "2");
        world.topics["crime"] = Says("crime", "2", "3");
        await world.ConfigureAsync();
        await world.Db.WriteAsync(tx => Desk.PutAsync(tx, "discord", "77"));
        if (read)
        {
            await world.ReadAsync();
        }

        return world;
    }

    /// <summary>The configuration says something else of a topic, and the program starts anew.</summary>
    public Task ConfigureAsync(string slug, params string[] addresses)
    {
        topics[slug] = Says(slug, addresses);
        return ConfigureAsync();
    }

    public Task ConfigureAsync() => Db.WriteAsync(tx => ConfigureTopics.RunAsync(tx, "discord", topics.Values));

    /// <summary>The source has these records from now on, and is read.</summary>
    public Task ReadAsync(params NewsBot.Newsroom.Items.Record[] records)
    {
        Source.Records = [.. records];
        return watcher.RunOnceAsync(CancellationToken.None);
    }

    /// <summary>A new item of topic <c>water</c>; its posts wait.</summary>
    public async Task<Item> PublishAsync(string id = "a")
    {
        await ReadAsync(Some.Record(id, topics: "water"));
        return await ItemAsync(id);
    }

    public async Task<Item> ItemAsync(string id = "a") =>
        (await Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 1000))).Single(item => item.ExternalId == id);

    public Task<ItemResult> DoAsync(Func<Tx, Task<ItemResult>> order) => Db.WriteAsync(order);

    /// <summary>Carries an order out that must succeed.</summary>
    public async Task<ItemResult.Done> DoneAsync(Func<Tx, Task<ItemResult>> order) => Assert.IsType<ItemResult.Done>(await Db.WriteAsync(order));

    /// <summary>Posts of items, by address, in the words <c>address state wanted</c>.</summary>
    public async Task<IReadOnlyList<string>> PostsAsync() =>
    [
        .. (await RowsAsync("item")).Select(row => $"{row.Address} {DeliveryList.NameOf(row.State)} {(row.Wanted == Wanted.Present ? "present" : "absent")}"),
    ];

    public async Task<IReadOnlyList<Delivery>> RowsAsync(string kind) =>
    [
        .. (await Db.ReadAsync(tx => DeliveryList.FindAsync(tx, new DeliveryQuery(Limit: 1000)))).Where(row => row.CauseKind == kind)
            .OrderBy(row => row.CauseId).ThenBy(row => row.Address, StringComparer.Ordinal),
    ];

    /// <summary>Sends all that is due, each as a message of its own; says how many.</summary>
    public async Task<int> SendAsync()
    {
        var lane = new Lane("discord", 4, (_, _) => throw new NotSupportedException());
        var sent = 0;
        while (await Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, 10, "test")) is { Count: > 0 } claimed)
        {
            foreach (var row in claimed)
            {
                await Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, row, new SendOutcome.Sent(row.RemoteId ?? $"{messages++}"), 0.5));
                sent++;
            }
        }

        return sent;
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static WantedTopic Says(string slug, params string[] addresses) => new(slug, slug, addresses.ToDictionary(address => address, _ => "{}"));
}
