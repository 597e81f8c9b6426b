using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NewsBot.Newsroom.Sources.Named;
using SQLitePCL;

namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>A file of SQLite. It is opened anew for each read: a site may put another file in its place.</summary>
internal sealed class SqliteDatabase(string path) : SqlDatabase
{
    /// <summary>Seconds to wait for a site that writes; without WAL a writer keeps readers out.</summary>
    private const int BusySeconds = 2;

    private readonly string settings = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
        DefaultTimeout = BusySeconds,
    }.ConnectionString;

    // SQLite has no asynchronous calls: it must not hold the caller's thread, and is interrupted from another one.
    public override Task<SqlRows> ReadAsync(string query, bool first, SqlValue? cursor, CancellationToken ct) => Task.Run(
        async () =>
        {
            await using var connection = new SqliteConnection(settings);
            await connection.OpenAsync(ct);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(SqlLimits.Query);
            var handle = connection.Handle!;
            await using var interrupt = limit.Token.Register(() => raw.sqlite3_interrupt(handle));
            await using var command = connection.CreateCommand();
            command.CommandText = query;
            if (first || cursor is not null)
            {
                command.Parameters.AddWithValue("@cursor", Bound(cursor));
            }

            await using var reader = await command.ExecuteReaderAsync(limit.Token);
            return await RowsAsync(reader, limit.Token);
        },
        ct);

    public override string Reason(DbException refused) => refused switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN } => $"{path} cannot be opened; is it there, and may this user read it? (A database in WAL mode needs its -shm file too.)",
        SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT } => $"the query took longer than {SqlLimits.Query.TotalSeconds:0} seconds; give the table an index for it",
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY } => "the query writes; it may only read",
        _ => refused.Message,
    };

    protected override object? Value(DbDataReader reader, int ordinal)
    {
        // Asked of the statement first, so that a value beyond the bound is never copied.
        var statement = ((SqliteDataReader)reader).Handle!;
        return raw.sqlite3_column_type(statement, ordinal) is raw.SQLITE_TEXT or raw.SQLITE_BLOB && raw.sqlite3_column_bytes(statement, ordinal) > SqlLimits.Value
            ? new TooLarge(SqlLimits.Value)
            : reader.GetValue(ordinal);
    }

    // Every integer comes before every text and after NULL alone (sqlite.org/datatype3.html, section 4.1).
    private static object Bound(SqlValue? cursor) => cursor switch
    {
        null => long.MinValue,
        { Type: 'i' } => long.Parse(cursor.Text, CultureInfo.InvariantCulture),
        { Type: 'r' } => double.Parse(cursor.Text, CultureInfo.InvariantCulture),
        _ => cursor.Text,
    };
}
