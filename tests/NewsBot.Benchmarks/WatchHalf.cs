using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Sources;

namespace NewsBot.Benchmarks;

/// <summary>One half of <see cref="WatchBenchmark"/>: reads, polls and publishes on the store that it is given.</summary>
internal static class WatchHalf
{
    public const string Name = "watch-half";

    public static readonly Option<int> Sources = new("--sources") { DefaultValueFactory = _ => 500 };
    public static readonly Option<int> Items = new("--items") { DefaultValueFactory = _ => 100 };

    private const int QuietRounds = 20;

    /// <summary>Feeds that get a new item before a poll.</summary>
    private const int Published = 50;

    private static readonly Option<string> Store = new("--store") { Required = true };

    public static Command Create()
    {
        var command = new Command(Name, "One half of the benchmark 'watch'") { Store, Sources, Items };
        command.Hidden = true;
        command.SetAction((parsed, ct) => RunAsync(parsed.GetRequiredValue(Store), parsed.GetValue(Sources), parsed.GetValue(Items), ct));
        return command;
    }

    private static async Task<int> RunAsync(string folder, int sources, int items, CancellationToken ct)
    {
        using var server = await FeedServer.StartAsync(items, ct);
        using var store = BenchmarkStore.Open(folder);
        var notes = new ReadNotes(store.Db, TimeProvider.System, NullLogger.Instance);
        using var feeds = new FeedRound(store.Db, server, sources, notes);

        var first = await TimedAsync(() => feeds.PollAsync(ct));
        var parsed = feeds.Parsed;
        var quiet = await TimedAsync(async () =>
        {
            for (var round = 0; round < QuietRounds; round++)
            {
                await feeds.PollAsync(ct);
            }

            await notes.FlushAsync(ct); // Once a minute; a feed is polled every five.
        });
        var again = feeds.Parsed - parsed;

        var published = await server.PublishAsync(feeds.Addresses.Take(Published), ct);
        await feeds.PollAsync(ct);
        var owed = await OwedAsync(store);
        var waits = await PublishedToOwed.RunAsync(store.Db, ct);
        var told = published + waits.Folder.Count + waits.Sql.Count + waits.Push.Count;
        Console.WriteLine(JsonSerializer.Serialize(new Figures(
            FirstReadSeconds: Math.Round(first.Wall.TotalSeconds, 2),
            QuietCpuSeconds: Math.Round(quiet.Cpu.TotalSeconds / QuietRounds, 3),
            QuietSeconds: Math.Round(quiet.Wall.TotalSeconds / QuietRounds, 2),
            ParsedAgain: again,
            PeakMiB: Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
            Published: published,
            OwedAfterOnePoll: owed,
            FolderP95: P95(waits.Folder),
            SqlP95: P95(waits.Sql),
            PushP95: P95(waits.Push),
            Lost: told - await OwedAsync(store),
            Twice: await TwiceAsync(store))));
        return 0;
    }

    private static async Task<(TimeSpan Wall, TimeSpan Cpu)> TimedAsync(Func<Task> work)
    {
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.GetTimestamp();
        await work();
        return (Stopwatch.GetElapsedTime(clock), Process.GetCurrentProcess().TotalProcessorTime - cpu);
    }

    private static double P95(IReadOnlyList<TimeSpan> waits) => Math.Round(waits.Order().ElementAt((int)Math.Ceiling(waits.Count * 0.95) - 1).TotalSeconds, 2);

    private static Task<int> OwedAsync(BenchmarkStore store) => store.Db.ReadAsync(tx => tx.FirstAsync<int>("select count(*) from deliveries where cause_kind = 'item'"));

    private static Task<int> TwiceAsync(BenchmarkStore store) =>
        store.Db.ReadAsync(tx => tx.FirstAsync<int>("select count(*) from (select cause_id from deliveries where cause_kind = 'item' group by cause_id having count(*) > 1) twice"));

    /// <summary>Times in seconds; the waits from publication to sending are the 95th percentile.</summary>
    internal sealed record Figures(
        double FirstReadSeconds,
        double QuietCpuSeconds,
        double QuietSeconds,
        int ParsedAgain,
        long PeakMiB,
        int Published,
        int OwedAfterOnePoll,
        double FolderP95,
        double SqlP95,
        double PushP95,
        int Lost,
        int Twice);
}
