using System.Data;
using System.Data.Common;
using Dapper;

namespace NewsBot.Newsroom.Store;

/// <summary>Opens reads and writes. SQLite: WAL, readers never wait, one writer at a time behind a gate.</summary>
public sealed class Db : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly TimeProvider time;

    static Db()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new UnixMilliseconds());
    }

    public Db(Dialect dialect, TimeProvider time)
    {
        Dialect = dialect;
        this.time = time;
    }

    public Dialect Dialect { get; }

    /// <summary>Wakes whoever waits for rows in a lane; only ever a shortcut, every loop polls as well.</summary>
    public Nudges Nudges { get; } = new();

    /// <summary>Called with every statement and with <c>commit</c>; a test throws here to see what is lost.</summary>
    internal Action<string>? BeforeStatement { get; set; }

    /// <summary>Runs <paramref name="work"/> in one transaction; it commits when the work returns and leaves nothing when it throws.</summary>
    public Task<T> WriteAsync<T>(Func<Tx, Task<T>> work, CancellationToken ct = default) => RunAsync(work, keep: true, ct);

    public Task WriteAsync(Func<Tx, Task> work, CancellationToken ct = default) => WriteAsync(
        async tx =>
        {
            await work(tx);
            return true;
        },
        ct);

    /// <summary>Runs <paramref name="work"/> in a transaction that writes, and leaves nothing of it: to see what would come of it.</summary>
    public Task<T> TryOutAsync<T>(Func<Tx, Task<T>> work, CancellationToken ct = default) => RunAsync(work, keep: false, ct);

    private async Task<T> RunAsync<T>(Func<Tx, Task<T>> work, bool keep, CancellationToken ct)
    {
        if (Dialect.SingleWriter)
        {
            await gate.WaitAsync(ct);
        }

        try
        {
            await using var connection = await OpenAsync(ct);
            if (Dialect.PrepareWriter is { } prepare)
            {
                await connection.ExecuteAsync(prepare);
            }

            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            var tx = new Tx(connection, transaction, Dialect, Now(), BeforeStatement);
            var result = await work(tx);
            if (keep)
            {
                await tx.CommitAsync();
            }

            return result;
        }
        finally
        {
            if (Dialect.SingleWriter)
            {
                gate.Release();
            }
        }
    }

    /// <summary>Runs <paramref name="work"/> on one consistent snapshot; it must not write.</summary>
    public async Task<T> ReadAsync<T>(Func<Tx, Task<T>> work, CancellationToken ct = default)
    {
        await using var connection = await OpenAsync(ct);
        await using var transaction = connection is Microsoft.Data.Sqlite.SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        return await work(new Tx(connection, transaction, Dialect, Now(), BeforeStatement));
    }

    public void Dispose() => gate.Dispose();

    // Rows hold milliseconds; a finer Now would not survive a round trip.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = Dialect.Connect();
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
