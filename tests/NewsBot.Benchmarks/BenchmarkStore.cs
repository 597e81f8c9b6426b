using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Benchmarks;

/// <summary>A store in a folder of its own that goes with the process that made it.</summary>
internal sealed class BenchmarkStore : IDisposable
{
    private readonly DirectoryInfo folder;
    private readonly bool owned;

    private BenchmarkStore(DirectoryInfo folder, bool owned)
    {
        (this.folder, this.owned) = (folder, owned);
        Db = new Db(Dialect.Sqlite(Path.Combine(folder.FullName, "newsbot.db")), TimeProvider.System);
    }

    public Db Db { get; }

    public string Folder => folder.FullName;

    /// <summary>The store of another process.</summary>
    public static BenchmarkStore Open(string folder) => new(new DirectoryInfo(folder), owned: false);

    public static async Task<BenchmarkStore> CreateAsync()
    {
        var store = new BenchmarkStore(Directory.CreateTempSubdirectory("newsbot-benchmark-"), owned: true);
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
        if (owned)
        {
            folder.Delete(recursive: true);
        }
    }
}
