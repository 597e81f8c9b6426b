using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NewsBot.Newsroom.Items;

namespace NewsBot.Benchmarks;

/// <summary>
/// Many feeds on a server of another process, half of them without conditional answers: what does a poll cost when nothing is new, and
/// how soon is owed what was published? Then the same with an archive of many items in the store, which another process filled.
/// </summary>
internal static class WatchBenchmark
{
    private static readonly Option<int> Stored = new("--stored") { Description = "Items that the store has besides, for the second half", DefaultValueFactory = _ => 100_000 };

    public static Command Create()
    {
        var command = new Command("watch", "Polls N feeds of M items, and publishes by folder, sql and push") { WatchHalf.Sources, WatchHalf.Items, Stored };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(WatchHalf.Sources), parsed.GetValue(WatchHalf.Items), parsed.GetValue(Stored), ct));
        return command;
    }

    private static async Task<int> RunAsync(int sources, int items, int stored, CancellationToken ct)
    {
        var measured = new Measured();
        var lean = await HalfAsync(sources, items, 0, ct);
        var full = await HalfAsync(sources, items, stored, ct);
        measured.Print("watch", 2 * sources * items, lean.Lost + full.Lost, lean.Twice + full.Twice, new
        {
            lean,
            full,
            stored,
            quietRatio = Math.Round(full.QuietCpuSeconds / lean.QuietCpuSeconds, 2),
            peakRatio = Math.Round((double)full.PeakMiB / lean.PeakMiB, 2),
        });
        return 0;
    }

    private static async Task<WatchHalf.Figures> HalfAsync(int sources, int items, int stored, CancellationToken ct)
    {
        using var store = await BenchmarkStore.CreateAsync();
        await store.Db.WriteAsync(tx => ConfigureTopics.RunAsync(tx, "discord", [new("news", "News", new Dictionary<string, string> { ["1"] = "{}" })]), ct);
        await Archive.FillAsync(store.Db, stored);

        using var half = OwnProcess.Start(WatchHalf.Name, "--store", store.Folder, "--sources", Text(sources), "--items", Text(items));
        var figures = await half.StandardOutput.ReadToEndAsync(ct);
        await half.WaitForExitAsync(ct);
        return JsonSerializer.Deserialize<WatchHalf.Figures>(figures)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
