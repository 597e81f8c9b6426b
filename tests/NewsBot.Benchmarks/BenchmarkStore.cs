using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Benchmarks;

/// <summary>A store in a folder of its own that goes with the benchmark.</summary>
internal sealed class BenchmarkStore : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newsbot-benchmark-");

    private BenchmarkStore() => Db = new Db(Dialect.Sqlite(Path.Combine(folder.FullName, "newsbot.db")), TimeProvider.System);

    public Db Db { get; }

    public static async Task<BenchmarkStore> CreateAsync()
    {
        var store = new BenchmarkStore();
        await Migrator.RunAsync(store.Db);
        return store;
    }

    /// <summary>Returns when the lane owes nothing.</summary>
    public async Task SettledAsync(string lane)
    {
        var open = true;
        while (open)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            var counts = await Db.ReadAsync(DeliveryList.CountsAsync);
            open = counts.Any(count => count.Lane == lane && count.State is "pending" or "sending" or "in_flight");
        }
    }

    public void Dispose()
    {
        Db.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
