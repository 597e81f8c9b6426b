using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Bot.Chat;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Support;
using Xunit;
using Record = NewsBot.Newsroom.Items.Record;

namespace NewsBot.Tests.Scenarios;

/// <summary>A source, the store, the program and a local Discord; and what ought to stand there.</summary>
internal sealed class TruthWorld : IAsyncDisposable
{
    /// <summary>Rounds in which everything must have come to rest: first of a minute each, then of ten, for an announcement channel takes few posts and edits an hour.</summary>
    private const int MostRounds = 600;

    private const int ShortRounds = 15;

    private static readonly DiscordFaultKind[] Faults =
        [DiscordFaultKind.ErrorBefore, DiscordFaultKind.ErrorAfter, DiscordFaultKind.BadGateway, DiscordFaultKind.DropBefore, DiscordFaultKind.DropAfter];

    private readonly TestStore store;
    private readonly TruthDiscord discord;
    private readonly HandSource source = new();
    private readonly Dictionary<string, Record> published = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Record> withdrawn = new(StringComparer.Ordinal);
    private readonly HashSet<(TruthPlace Place, string Item)> stood = [];
    private readonly HashSet<(TruthPlace Place, string Item)> removed = [];
    private readonly HashSet<ulong> followed = [];
    private readonly Dictionary<(string Address, long Item), List<string>> shown = [];
    private TruthProgram program;
    private Watcher watcher;
    private int version;

    private TruthWorld(TestStore store, TruthDiscord discord)
    {
        (this.store, this.discord) = (store, discord);
        (program, watcher) = Start();
    }

    /// <summary>Posts that were seen to stand.</summary>
    public int Stood => stood.Count;

    /// <summary>Posts that were seen to be published to the servers that follow the channel.</summary>
    public int Followed => followed.Count;

    /// <summary>What is said after posts now.</summary>
    public int Replies => discord.Replies().Count();

    public static async Task<TruthWorld> CreateAsync()
    {
        var made = await TestStore.CreateAsync();
        var local = await TruthDiscord.StartAsync(made.Time);
        await made.Db.WriteAsync(async tx =>
        {
            foreach (var (topic, places) in local.Leads)
            {
                var id = await TopicTable.PutAsync(tx, topic, topic);
                foreach (var place in places)
                {
                    var settings = new RouteSettings { Tags = place.Type == ChannelType.Forum ? ["ports"] : null };
                    await TopicTable.PutRouteAsync(tx, id, place.Lane, place.Address, new RouteTerms(settings.ToJson()), RouteOrigin.Staff);
                }
            }
        });
        var world = new TruthWorld(made, local);
        await world.watcher.RunOnceAsync(CancellationToken.None);
        return world;
    }

    public async Task DoAsync(Act act)
    {
        switch (act.Kind)
        {
            case ActKind.Publish:
                var id = $"item-{published.Count + withdrawn.Count}";
                await SayAsync(Item(id, Topic(act.Number)));
                break;
            case ActKind.Edit when Pick(published, act.Number) is { } item:
                await SayAsync(Item(item.ExternalId, item.Topics[0]) with { Correction = item.Correction });
                break;
            case ActKind.Correct when Pick(published, act.Number) is { } item:
                await SayAsync(item with { Correction = $"Correction {++version}.", ContentHash = $"{version}" });
                break;
            case ActKind.Move when Pick(published, act.Number) is { } item:
                await SayAsync(Item(item.ExternalId, Topic(act.Number / 2)));
                break;
            case ActKind.Withdraw when Pick(published, act.Number) is { } item:
                published.Remove(item.ExternalId);
                withdrawn[item.ExternalId] = item;
                await ReadAsync();
                break;
            case ActKind.Republish when Pick(withdrawn, act.Number) is { } item:
                withdrawn.Remove(item.ExternalId);
                await SayAsync(act.Number % 2 == 0 ? item : Item(item.ExternalId, item.Topics[0]));
                break;
            case ActKind.ModeratorDeletes:
                await ModerateAsync(act.Number);
                break;
            case ActKind.Archive:
                discord.Archive();
                break;
            case ActKind.Send:
                await program.SendAsync();
                break;
            case ActKind.Crash:
                await program.DieSendingAsync(program.Lanes[Math.Max(0, (act.Number % 5) - 2)], act.Number / 5);
                await RestartAsync();
                break;
            case ActKind.Restart:
                await RestartAsync();
                break;
            case ActKind.Fault:
                discord.Local.Faults.Add(new DiscordFault(Faults[act.Number % Faults.Length]) { Times = 1 + (act.Number % 3) });
                break;
            case ActKind.Wait:
                store.Time.Advance(TimeSpan.FromSeconds(act.Number * 7));
                break;
        }

        Look();
    }

    /// <summary>Nothing goes wrong any more, until nothing is owed.</summary>
    public async Task SettleAsync()
    {
        discord.Local.Faults.Clear();
        await ReadAsync();
        for (var round = 0; round < MostRounds; round++)
        {
            await program.SendAsync();
            var counts = await store.Db.ReadAsync(DeliveryList.CountsAsync);
            Assert.DoesNotContain(counts, count => count.State == "dead");
            if (counts.All(count => count.State is "sent" or "cancelled"))
            {
                Look();
                return;
            }

            store.Time.Advance(TimeSpan.FromMinutes(round < ShortRounds ? 1 : 10));
        }

        Assert.Fail("Something never came to rest.");
    }

    public async Task AssertTrueAsync()
    {
        Assert.Equal(Wanted().Order(StringComparer.Ordinal), discord.Posts().Select(post => post.ToString()).Order(StringComparer.Ordinal));
        var crossposts = discord.Local.Requests.Where(request => request.Status == 200 && request.Path.EndsWith("/crosspost", StringComparison.Ordinal)).Select(request => request.Path).ToList();
        Assert.Equal(crossposts.Distinct(StringComparer.Ordinal), crossposts);
        await AssertRepliesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        program.Dispose();
        await discord.DisposeAsync();
        await store.DisposeAsync();
    }

    private IEnumerable<string> Wanted()
    {
        foreach (var record in published.Values.Concat(withdrawn.Values))
        {
            foreach (var place in discord.Places.Where(place => !removed.Contains((place, record.ExternalId))))
            {
                if (LeadsTo(place, record.ExternalId))
                {
                    yield return place.Standing(record.Title, record.Correction);
                }
                else if (stood.Contains((place, record.ExternalId)))
                {
                    yield return place.Withdrawn(record.Title);
                }
            }
        }
    }

    // A reply of which the answer was lost, and which then was not true any more, stands and nobody knows of it: so the store may know fewer.
    private async Task AssertRepliesAsync()
    {
        var rows = await store.Db.ReadAsync(tx => DeliveryList.FindAsync(tx, new DeliveryQuery("discord", Limit: 10_000)));
        var known = rows.Where(row => row is { CauseKind: "reply", State: DeliveryState.Sent, RemovedAt: null }).Select(row => row.RemoteId!).ToList();
        Assert.Equal(known.Distinct(StringComparer.Ordinal), known);
        var said = discord.Replies().ToList();
        foreach (var row in rows.Where(row => row.CauseKind == "item" && discord.Place(row.Lane, row.Address).HasReplies))
        {
            var place = discord.Place(row.Lane, row.Address);
            var id = (await store.Db.ReadAsync(tx => ItemTable.FindAsync(tx, row.CauseId)))!.ExternalId;
            if (removed.Contains((place, id)) || !LeadsTo(place, id) || published[id].Correction is not { } correction)
            {
                continue;
            }

            // It is told where the post stood without it before, and only there.
            var stages = shown[(row.Address, row.CauseId)];
            var wanted = stages.Exists(stage => stage != stages[^1]) ? 1 : 0;
            var thread = place.Type == ChannelType.Forum ? row.RemoteId : row.Address;
            var told = said.Count(reply => $"{reply.ChannelId}" == thread && reply.Content == $"**Correction:** {correction}");
            Assert.True(wanted == told, $"{place} {id}: {correction} was told {told} times, not {wanted}.");
        }
    }

    private bool LeadsTo(TruthPlace place, string id) => published.TryGetValue(id, out var record) && discord.Leads[record.Topics[0]].Contains(place);

    // Mostly one of the newest: what is still under way is what can go wrong.
    private static Record? Pick(Dictionary<string, Record> records, int number) =>
        records.Count == 0 ? null : records.Values.ElementAt(records.Count - 1 - (number % (number % 3 == 0 ? records.Count : Math.Min(records.Count, 2))));

    private static string Topic(int number) => number % 2 == 0 ? "water" : "crime";

    private Record Item(string id, string topic) =>
        Some.Record(id, $"{id} version {++version}", topics: topic) with { ContentHash = $"{version}" };

    private Task SayAsync(Record record)
    {
        published[record.ExternalId] = record;
        return ReadAsync();
    }

    private Task ReadAsync()
    {
        source.Records = [.. published.Values];
        return watcher.RunOnceAsync(CancellationToken.None);
    }

    private (TruthProgram Program, Watcher Watcher) Start() => (
        new TruthProgram(store, discord) { Tried = Note },
        new Watcher(store.Db, source, new SourceOptions { Fuse = 1000 }, "test", store.Time, NullLogger.Instance));

    private async Task RestartAsync()
    {
        program.Dispose();
        (program, watcher) = Start();
        await store.Db.WriteAsync(tx => Outbox.EndClaimsAsync(tx));
        await ReadAsync();
    }

    // Of posts whose id the store knows: what a lost answer left, and a moderator took away before anybody looked, nobody can know of.
    private async Task ModerateAsync(int number)
    {
        var rows = (await store.Db.ReadAsync(tx => DeliveryList.FindAsync(tx, new DeliveryQuery(Limit: 1000))))
            .Where(row => row is { CauseKind: "item", RemoteId: not null }).OrderBy(row => row.Id).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var row = rows[number % rows.Count];
        var place = discord.Place(row.Lane, row.Address);
        if (discord.Moderate(place, ulong.Parse(row.RemoteId!, CultureInfo.InvariantCulture), whole: number % 2 == 0))
        {
            var item = await store.Db.ReadAsync(tx => ItemTable.FindAsync(tx, row.CauseId));
            removed.Add((place, item!.ExternalId));
        }
    }

    private void Note(Delivery delivery, SendOutcome? outcome)
    {
        if (delivery.CauseKind == "item" && outcome is SendOutcome.Sent { Removed: false, Shown: { } word })
        {
            var key = (delivery.Address, delivery.CauseId);
            (shown.TryGetValue(key, out var words) ? words : shown[key] = []).Add(word);
        }

        Look();
    }

    private void Look()
    {
        foreach (var post in discord.Posts())
        {
            stood.Add((post.Place, post.Item));
            if (post.IsPublished && followed.Add(post.Id))
            {
                // What goes out to the servers that follow is true when it does.
                Assert.True(LeadsTo(post.Place, post.Item), $"{post} was published when it was not wanted.");
                Assert.Equal(post.Place.Standing(published[post.Item].Title, published[post.Item].Correction), post.ToString());
            }
        }
    }
}
