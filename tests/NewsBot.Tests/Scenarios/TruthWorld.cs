using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Bot.Chat;
using NewsBot.Discord;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Support;
using Xunit;
using Record = NewsBot.Newsroom.Items.Record;

namespace NewsBot.Tests.Scenarios;

/// <summary>A source, the store, the sender and a local Discord with two topics of two channels each, one of them shared; and what ought to stand there.</summary>
internal sealed class TruthWorld : IAsyncDisposable
{
    private const string Owner = "test";

    /// <summary>Rounds of a minute each in which everything must have come to rest.</summary>
    private const int MostRounds = 600;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private static readonly Lane Lane = new("discord", 4, (_, _) => throw new NotSupportedException());

    private static readonly Dictionary<string, ulong[]> Channels = new(StringComparer.Ordinal)
    {
        ["water"] = [1_200_000_000_000_000_001, 1_200_000_000_000_000_002],
        ["crime"] = [1_200_000_000_000_000_002, 1_200_000_000_000_000_003],
    };

    private static readonly DiscordFaultKind[] Faults =
        [DiscordFaultKind.ErrorBefore, DiscordFaultKind.ErrorAfter, DiscordFaultKind.BadGateway, DiscordFaultKind.DropBefore, DiscordFaultKind.DropAfter];

    private readonly TestStore store;
    private readonly SandboxServer sandbox;
    private readonly HandSource source = new();
    private readonly Dictionary<string, Record> published = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Record> withdrawn = new(StringComparer.Ordinal);
    private readonly HashSet<(ulong Channel, string Item)> stood = [];
    private readonly HashSet<(ulong Channel, string Item)> removed = [];
    private DiscordRest rest;
    private ChatSender sender;
    private Watcher watcher;
    private int version;

    private TruthWorld(TestStore store, SandboxServer sandbox)
    {
        this.store = store;
        this.sandbox = sandbox;
        (rest, sender, watcher) = Program();
    }

    /// <summary>Posts that were seen to stand.</summary>
    public int Stood => stood.Count;

    public static async Task<TruthWorld> CreateAsync()
    {
        var made = await TestStore.CreateAsync();
        var discord = await SandboxServer.StartAsync(
            new SandboxOptions { Limits = new ChannelLimits { PerChannel = 100_000, Global = 100_000 } }, made.Time, CancellationToken.None);
        foreach (var channel in Channels.Values.SelectMany(ids => ids).Distinct())
        {
            discord.Discord.AddChannel(channel, $"news-{channel % 10}");
        }

        await made.Db.WriteAsync(tx => ConfigureTopics.RunAsync(
            tx, "discord", [.. Channels.Select(topic => new WantedTopic(topic.Key, topic.Key, topic.Value.ToDictionary(id => $"{id}", _ => "{}")))]));
        var world = new TruthWorld(made, discord);
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
                await SayAsync(Item(item.ExternalId, item.Topics[0]));
                break;
            case ActKind.ModeratorDeletes:
                await ModerateAsync(act.Number);
                break;
            case ActKind.Send:
                await SendAsync(dies: false);
                break;
            case ActKind.Crash:
                await SendAsync(dies: true);
                await RestartAsync();
                break;
            case ActKind.Restart:
                await RestartAsync();
                break;
            case ActKind.Fault:
                sandbox.Discord.Faults.Add(new DiscordFault(Faults[act.Number % Faults.Length]) { Times = 1 + (act.Number % 3) });
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
        sandbox.Discord.Faults.Clear();
        await ReadAsync();
        for (var round = 0; round < MostRounds; round++)
        {
            await SendAsync(dies: false);
            var counts = await store.Db.ReadAsync(DeliveryList.CountsAsync);
            Assert.DoesNotContain(counts, count => count.State == "dead");
            if (counts.All(count => count.State is "sent" or "cancelled"))
            {
                Look();
                return;
            }

            store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Fail("Something never came to rest.");
    }

    public void AssertTrue()
    {
        var shown = Channels.Values.SelectMany(ids => ids).Distinct()
            .SelectMany(channel => sandbox.Discord.Messages(channel).Select(message => $"{channel % 10} {Says(message)}"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(Wanted().Order(StringComparer.Ordinal), shown);
    }

    public async ValueTask DisposeAsync()
    {
        rest.Dispose();
        await sandbox.DisposeAsync();
        await store.DisposeAsync();
    }

    private IEnumerable<string> Wanted()
    {
        foreach (var record in published.Values.Concat(withdrawn.Values))
        {
            var leads = published.ContainsKey(record.ExternalId) ? Channels[record.Topics[0]] : [];
            foreach (var channel in Channels.Values.SelectMany(ids => ids).Distinct().Where(channel => !removed.Contains((channel, record.ExternalId))))
            {
                if (leads.Contains(channel))
                {
                    yield return $"{channel % 10} {record.Title}|{record.Correction}";
                }
                else if (stood.Contains((channel, record.ExternalId)))
                {
                    yield return $"{channel % 10} {record.Title}|withdrawn";
                }
            }
        }
    }

    private static string Says(Message message)
    {
        if (message.Embeds is not [var embed, ..])
        {
            return message.Content.Split("~~")[1] + "|withdrawn";
        }

        var text = embed.TryGetProperty("description", out var description) ? description.GetString()! : "";
        var mark = text.IndexOf("**Correction:** ", StringComparison.Ordinal);
        return $"{embed.GetProperty("title").GetString()}|{(mark < 0 ? "" : text[(mark + "**Correction:** ".Length)..])}";
    }

    private static Record? Pick(Dictionary<string, Record> records, int number) => records.Count == 0 ? null : records.Values.ElementAt(number % records.Count);

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

    private (DiscordRest Client, ChatSender Sender, Watcher Watcher) Program()
    {
        var client = new DiscordRest(new DiscordOptions { Token = "sandbox-token", Api = sandbox.DiscordApi }, store.Time);
        return (
            client,
            new ChatSender(store.Db, new DiscordChat(new ChannelMessages(client, store.Time)), store.Time),
            new Watcher(store.Db, source, new SourceOptions { Fuse = 1000 }, Owner, store.Time, NullLogger.Instance));
    }

    private async Task RestartAsync()
    {
        rest.Dispose();
        (rest, sender, watcher) = Program();
        await store.Db.WriteAsync(tx => Outbox.EndClaimsAsync(tx));
        await ReadAsync();
    }

    private async Task SendAsync(bool dies)
    {
        while (await store.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, Lane, 3, Owner)) is { Count: > 0 } claimed)
        {
            foreach (var (index, delivery) in claimed.Index())
            {
                if (dies && index > 0)
                {
                    return; // Claimed, and never tried.
                }

                var outcome = await TryAsync(delivery);
                if (dies)
                {
                    continue; // Done, and nobody wrote it down.
                }

                await store.Db.WriteAsync(tx => Outbox.FinishAsync(tx, Lane, delivery, outcome, 0.5));
            }
        }
    }

    private async Task<SendOutcome> TryAsync(Delivery delivery)
    {
        try
        {
            var sending = sender.SendAsync(delivery, CancellationToken.None);
            while (await Task.WhenAny(sending, Task.Delay(Patience, TimeProvider.System)) != sending)
            {
                store.Time.Advance(Tick); // The client spreads its requests over the second, and waits by this clock.
            }

            return await sending;
        }
        catch (Exception failure)
        {
            return new SendOutcome.Retry(failure.Message);
        }
    }

    // Of posts whose id the store knows: what a lost answer left, and a moderator took away before anybody looked, nobody can know of.
    private async Task ModerateAsync(int number)
    {
        var rows = (await store.Db.ReadAsync(tx => DeliveryList.FindAsync(tx, new DeliveryQuery(Limit: 1000)))).Where(row => row.RemoteId is not null).OrderBy(row => row.Id).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var row = rows[number % rows.Count];
        var channel = ulong.Parse(row.Address, System.Globalization.CultureInfo.InvariantCulture);
        if (sandbox.Discord.Delete(channel, ulong.Parse(row.RemoteId!, System.Globalization.CultureInfo.InvariantCulture)))
        {
            var item = await store.Db.ReadAsync(tx => ItemTable.FindAsync(tx, row.CauseId));
            removed.Add((channel, item!.ExternalId));
        }
    }

    private void Look()
    {
        foreach (var channel in Channels.Values.SelectMany(ids => ids).Distinct())
        {
            foreach (var message in sandbox.Discord.Messages(channel))
            {
                stood.Add((channel, Says(message).Split(' ')[0]));
            }
        }
    }
}
