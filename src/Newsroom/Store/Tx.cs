using System.Data.Common;
using Dapper;

namespace NewsBot.Newsroom.Store;

/// <summary>A running transaction. A function that takes one commits with its caller.</summary>
public sealed class Tx
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly Action<string>? _beforeStatement;
    private readonly List<Action> _afterCommit = [];

    internal Tx(DbConnection connection, DbTransaction transaction, Dialect dialect, DateTimeOffset now, Action<string>? beforeStatement)
    {
        _connection = connection;
        _transaction = transaction;
        _beforeStatement = beforeStatement;
        Dialect = dialect;
        Now = now;
    }

    /// <summary>The instant the transaction began: every row it writes agrees on the time.</summary>
    public DateTimeOffset Now { get; }

    public Dialect Dialect { get; }

    /// <summary>Runs statements; answers the number of rows touched.</summary>
    public Task<int> ExecuteAsync(string sql, object? values = null)
    {
        _beforeStatement?.Invoke(sql);
        return _connection.ExecuteAsync(sql, values, _transaction);
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values = null)
    {
        _beforeStatement?.Invoke(sql);
        return (await _connection.QueryAsync<T>(sql, values, _transaction)).AsList();
    }

    /// <summary>The first row, or the type's default when there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, object? values = null)
    {
        _beforeStatement?.Invoke(sql);
        return _connection.QueryFirstOrDefaultAsync<T>(sql, values, _transaction);
    }

    /// <summary>Reads rows one by one, for sets that must not be held whole.</summary>
    public IAsyncEnumerable<T> StreamAsync<T>(string sql, object? values = null)
    {
        _beforeStatement?.Invoke(sql);
        return _connection.QueryUnbufferedAsync<T>(sql, values, _transaction);
    }

    /// <summary>Runs after a successful commit only. It may wake somebody; it must not act.</summary>
    public void AfterCommit(Action wake) => _afterCommit.Add(wake);

    internal async Task CommitAsync()
    {
        _beforeStatement?.Invoke("commit");
        await _transaction.CommitAsync();
        foreach (var wake in _afterCommit)
        {
            wake();
        }
    }
}
