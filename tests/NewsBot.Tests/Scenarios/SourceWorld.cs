using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;

namespace NewsBot.Tests.Scenarios;

/// <summary>Sources that are really watched, a real store, one channel, and a count of how often each post was made.</summary>
internal sealed class SourceWorld : IAsyncDisposable
{
    private const string Channel = "1";
    private readonly Dictionary<IContentSource, Watcher> watchers = [];
    private readonly Dictionary<long, int> made = [];
    private int messages;

    private SourceWorld(TestStore store) => Store = store;

    public TestStore Store { get; }

    /// <summary>How often each item was posted, by title.</summary>
    public async Task<IReadOnlyList<string>> MadeAsync()
    {
        var items = await Store.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 10_000));
        return [.. items.Where(item => made.ContainsKey(item.Id)).Select(item => $"{item.Title} {made[item.Id]}").Order(StringComparer.Ordinal)];
    }

    public static async Task<SourceWorld> CreateAsync(string dialect)
    {
        var world = new SourceWorld(await TestStore.CreateAsync(dialect));
        var topic = new WantedTopic("water", "Water", new Dictionary<string, string>(StringComparer.Ordinal) { [Channel] = "{}" });
        await world.Store.Db.WriteAsync(tx => ConfigureTopics.RunAsync(tx, "discord", [topic]));
        return world;
    }

    /// <summary>The process ends and another begins: what it remembered is gone, what is in the store is not.</summary>
    public void Restart() => watchers.Clear();

    /// <summary>The source is read once, and what is due is posted.</summary>
    public async Task ReadAsync(IContentSource source, CancellationToken ct = default)
    {
        if (!watchers.TryGetValue(source, out var watcher))
        {
            watchers[source] = watcher = new Watcher(Store.Db, source, new SourceOptions(), "test", Store.Time, NullLogger.Instance);
        }

        await watcher.RunOnceAsync(ct);
        await SendAsync();
    }

    public async Task SendAsync()
    {
        await PublishDue.PublishAsync(Store.Db, CancellationToken.None);
        var lane = new Lane("discord", 4, (_, _) => throw new NotSupportedException()) { InOrder = false };
        while (await Store.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, 50, "test")) is { Count: > 0 } claimed)
        {
            foreach (var row in claimed)
            {
                if (row.RemoteId is null && row.Wanted == Wanted.Present && row.CauseKind == "item")
                {
                    made[row.CauseId] = made.GetValueOrDefault(row.CauseId) + 1;
                }

                await Store.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, row, new SendOutcome.Sent(row.RemoteId ?? $"{++messages}"), 0.5));
            }
        }
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
