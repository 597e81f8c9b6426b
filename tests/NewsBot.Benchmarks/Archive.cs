using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Store;

namespace NewsBot.Benchmarks;

/// <summary>What a store has after years: many items of a source that is gone.</summary>
internal static class Archive
{
    /// <summary>Items in one transaction: few, so that filling is not what the benchmark takes most memory for.</summary>
    private const int Part = 500;

    public static async Task FillAsync(Db db, int count)
    {
        for (var from = 0; from < count; from += Part)
        {
            var source = new Years(from, Math.Min(Part, count - from));
            await new Watcher(db, source, new SourceOptions(), "benchmark", TimeProvider.System, NullLogger.Instance).RunOnceAsync(CancellationToken.None);
        }
    }

    private sealed class Years(int from, int count) : IContentSource
    {
        public string Name => "years";

        public Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct) => Task.FromResult(new ContentPage(
            [
                .. Enumerable.Range(from, count).Select(n => new Record
                {
                    ExternalId = $"{n}",
                    Where = $"{n}",
                    Title = $"Item {n} of the archive",
                    Url = $"https://archive.example.org/{n}",
                    Summary = "One sentence that says what happened years ago.",
                    Topics = ["news"],
                    PublishedAt = DateTimeOffset.UnixEpoch.AddHours(n),
                    ContentHash = $"{n}",
                }),
            ],
            [],
            $"{from}",
            Complete: false)
        { Archive = true });
    }
}
