using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;

namespace NewsBot.Benchmarks;

/// <summary>
/// Many feeds on a server of another process, half of them without conditional answers: what does a poll cost when nothing is new, and
/// how soon is owed what was published? Then the same with an archive of many items in the store.
/// </summary>
internal static class WatchBenchmark
{
    private const int QuietRounds = 20;

    /// <summary>Feeds that get a new item before a poll.</summary>
    private const int Published = 50;

    private static readonly Option<int> Sources = new("--sources") { DefaultValueFactory = _ => 500 };
    private static readonly Option<int> Items = new("--items") { DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Stored = new("--stored") { Description = "Items that the store has besides, for the second half", DefaultValueFactory = _ => 100_000 };

    public static Command Create()
    {
        var command = new Command("watch", "Polls N feeds of M items, and publishes by folder, sql and push") { Sources, Items, Stored };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(Sources), parsed.GetValue(Items), parsed.GetValue(Stored), ct));
        return command;
    }

    private static async Task<int> RunAsync(int sources, int items, int stored, CancellationToken ct)
    {
        using var server = await FeedServer.StartAsync(items, ct);
        using var store = await BenchmarkStore.CreateAsync();
        await store.Db.WriteAsync(tx => ConfigureTopics.RunAsync(tx, "discord", [new("news", "News", new Dictionary<string, string> { ["1"] = "{}" })]), ct);
        var notes = new ReadNotes(store.Db, TimeProvider.System, NullLogger.Instance);
        using var feeds = new FeedRound(store.Db, server, sources, notes);

        var measured = new Measured();
        await feeds.PollAsync(ct);
        var first = Seconds(measured);
        var lean = await HalfAsync(store, feeds, server, notes, ct);
        await Archive.FillAsync(store.Db, stored);
        var full = await HalfAsync(store, feeds, server, notes, ct);
        var lost = lean.Lost + full.Lost;
        measured.Print("watch", sources * items, lost, twice: lean.Twice + full.Twice, new
        {
            firstReadSeconds = first,
            lean = lean.Figures,
            full = full.Figures,
            stored,
            quietRatio = Math.Round(full.QuietCpu / lean.QuietCpu, 2),
        });
        return 0;
    }

    private static async Task<Half> HalfAsync(BenchmarkStore store, FeedRound feeds, FeedServer server, ReadNotes notes, CancellationToken ct)
    {
        var parsedBefore = feeds.Parsed;
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.GetTimestamp();
        for (var round = 0; round < QuietRounds; round++)
        {
            await feeds.PollAsync(ct);
        }

        await notes.FlushAsync(ct); // Once a minute; a feed is polled every five.

        var quietCpu = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds / QuietRounds;
        var quietWall = Stopwatch.GetElapsedTime(clock).TotalSeconds / QuietRounds;
        var again = feeds.Parsed - parsedBefore;

        var before = await OwedAsync(store);
        var published = await server.PublishAsync(feeds.Addresses.Take(Published), ct);
        await feeds.PollAsync(ct);
        var owed = await OwedAsync(store) - before;
        var (folder, sql, push) = await PublishedToOwed.RunAsync(store.Db, ct);
        var told = published + folder.Count + sql.Count + push.Count;
        return new Half(quietCpu, told - (await OwedAsync(store) - before), await TwiceAsync(store), new
        {
            quietCpuSeconds = Math.Round(quietCpu, 3),
            quietSeconds = Math.Round(quietWall, 2),
            parsedAgain = again,
            peakMiB = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
            published,
            owedAfterOnePoll = owed,
            folderP95 = P95(folder),
            sqlP95 = P95(sql),
            pushP95 = P95(push),
        });
    }

    private static double P95(IReadOnlyList<TimeSpan> waits) => Math.Round(waits.Order().ElementAt((int)Math.Ceiling(waits.Count * 0.95) - 1).TotalSeconds, 2);

    private static double Seconds(Measured measured) => Math.Round(measured.Seconds, 2);

    private static Task<int> OwedAsync(BenchmarkStore store) => store.Db.ReadAsync(tx => tx.FirstAsync<int>("select count(*) from deliveries where cause_kind = 'item'"));

    private static Task<int> TwiceAsync(BenchmarkStore store) =>
        store.Db.ReadAsync(tx => tx.FirstAsync<int>("select count(*) from (select cause_id from deliveries where cause_kind = 'item' group by cause_id having count(*) > 1) twice"));

    private sealed record Half(double QuietCpu, int Lost, int Twice, object Figures);
}
