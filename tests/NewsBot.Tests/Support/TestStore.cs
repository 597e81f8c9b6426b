using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using NewsBot.Newsroom.Store;
using NewsBot.Tests.Support.Labs;
using Xunit;

namespace NewsBot.Tests.Support;

/// <summary>A real store of its own for one test: a SQLite file, or a PostgreSQL database where the lab runs.</summary>
public sealed class TestStore : IAsyncDisposable
{
    /// <summary>Every store test runs on both.</summary>
    public static TheoryData<string> Dialects => new("sqlite", "postgres");

    private readonly string? file;
    private readonly Npgsql.NpgsqlDataSource? postgres;

    private TestStore(Db db, FakeTimeProvider time, string? file, Npgsql.NpgsqlDataSource? postgres)
    {
        Db = db;
        Time = time;
        this.file = file;
        this.postgres = postgres;
    }

    public Db Db { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<TestStore> CreateAsync(string dialect = "sqlite", DateTimeOffset? now = null)
    {
        var time = new FakeTimeProvider(now ?? Some.Monday);
        var store = dialect == "sqlite" ? Sqlite(time) : await PostgresAsync(time);
        await Migrator.RunAsync(store.Db);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        Db.Dispose();
        if (file is not null)
        {
            SqliteConnection.ClearAllPools();
            foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*"))
            {
                File.Delete(path);
            }
        }

        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }
    }

    private static TestStore Sqlite(FakeTimeProvider time)
    {
        var path = Path.Combine(Path.GetTempPath(), $"newsbot-test-{Guid.NewGuid():n}.db");
        return new TestStore(new Db(Dialect.Sqlite(path), time), time, path, null);
    }

    private static async Task<TestStore> PostgresAsync(FakeTimeProvider time)
    {
        var lab = await PostgresLab.SharedAsync();
        Assert.SkipWhen(lab.Reason is not null, lab.Reason ?? "");
        var source = await lab.NewDatabaseAsync();
        return new TestStore(new Db(Dialect.Postgres(source), time), time, null, source);
    }
}
