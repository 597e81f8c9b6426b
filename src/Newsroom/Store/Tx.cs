using System.Data.Common;
using Dapper;

namespace NewsBot.Newsroom.Store;

/// <summary>A running transaction. A function that takes one commits with its caller.</summary>
public sealed class Tx
{
    private readonly DbConnection connection;
    private readonly DbTransaction transaction;
    private readonly Action<string>? beforeStatement;
    private readonly List<Action> afterCommit = [];

    internal Tx(DbConnection connection, DbTransaction transaction, Dialect dialect, DateTimeOffset now, Action<string>? beforeStatement)
    {
        this.connection = connection;
        this.transaction = transaction;
        this.beforeStatement = beforeStatement;
        Dialect = dialect;
        Now = now;
    }

    /// <summary>The instant the transaction began: every row it writes agrees on the time.</summary>
    public DateTimeOffset Now { get; }

    public Dialect Dialect { get; }

    /// <summary>Runs statements; answers the number of rows touched.</summary>
    public Task<int> ExecuteAsync(string sql, object? values = null)
    {
        beforeStatement?.Invoke(sql);
        return connection.ExecuteAsync(sql, values, transaction);
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values = null)
    {
        beforeStatement?.Invoke(sql);
        return (await connection.QueryAsync<T>(sql, values, transaction)).AsList();
    }

    /// <summary>The first row, or the type's default when there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, object? values = null)
    {
        beforeStatement?.Invoke(sql);
        return connection.QueryFirstOrDefaultAsync<T>(sql, values, transaction);
    }

    /// <summary>Runs after a successful commit only. It may wake somebody; it must not act.</summary>
    public void AfterCommit(Action wake) => afterCommit.Add(wake);

    internal async Task CommitAsync()
    {
        beforeStatement?.Invoke("commit");
        await transaction.CommitAsync();
        foreach (var wake in afterCommit)
        {
            wake();
        }
    }
}
