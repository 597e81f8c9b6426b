using System.Data;
using System.Data.Common;
using System.Globalization;
using NewsBot.Newsroom.Sources.Named;
using Npgsql;
using NpgsqlTypes;

namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>A database of PostgreSQL; what the query does happens in a transaction that cannot write.</summary>
internal sealed class PostgresDatabase : SqlDatabase
{
    /// <summary>Seconds beyond the server's own limit before the wire is given up.</summary>
    private const int Grace = 5;

    private static readonly string ReadOnly = string.Create(
        CultureInfo.InvariantCulture,
        $"set default_transaction_read_only = on; set transaction read only; set statement_timeout = {(int)SqlLimits.Query.TotalMilliseconds}");

    private readonly NpgsqlDataSource database;
    private SqlValue? smallest;

    public PostgresDatabase(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            ApplicationName = "newsbot",
            MaxPoolSize = 1,
            Timeout = (int)SqlLimits.Query.TotalSeconds,
            CommandTimeout = (int)SqlLimits.Query.TotalSeconds + Grace,
            IncludeErrorDetail = false,
        };
        database = NpgsqlDataSource.Create(settings);
    }

    public override async Task<SqlRows> ReadAsync(string query, bool first, SqlValue? cursor, int most, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await using (var readOnly = new NpgsqlCommand(ReadOnly, connection, transaction))
        {
            await readOnly.ExecuteNonQueryAsync(ct);
        }

        await using var command = new NpgsqlCommand(query, connection, transaction);
        if (first || cursor is not null)
        {
            // Unknown: the server takes the text for whatever type the query compares it with.
            var value = cursor ?? (smallest ??= Smallest(query, connection, transaction));
            command.Parameters.Add(new NpgsqlParameter("cursor", NpgsqlDbType.Unknown) { Value = value.Text });
        }

        var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        try
        {
            var rows = await RowsAsync(reader, most, ct);
            if (rows.More)
            {
                command.Cancel(); // Else closing the reader would fetch all the rest.
            }

            return rows;
        }
        finally
        {
            await CloseAsync(reader);
        }
    }

    public override string Reason(DbException refused) => refused switch
    {
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => $"the query took longer than {SqlLimits.Query.TotalSeconds:0} seconds; give the table an index for it",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "the query writes; it may only read",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => "the database refuses the user or the password",
        PostgresException { Position: > 0 } error => $"{error.MessageText} (at character {error.Position} of the query)",
        PostgresException error => error.MessageText,
        _ => refused.InnerException is { } inner ? $"{refused.Message}: {inner.Message}" : refused.Message,
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            database.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override object? Value(DbDataReader reader, int ordinal)
    {
        if (reader.IsDBNull(ordinal))
        {
            return null;
        }

        if (reader.GetFieldType(ordinal) == typeof(byte[]) && reader.GetBytes(ordinal, 0, null, 0, 0) > SqlLimits.Value)
        {
            return new TooLarge(SqlLimits.Value); // Asked first, so that a picture in a column is never copied.
        }

        if (reader.GetFieldType(ordinal) != typeof(string))
        {
            return reader.GetValue(ordinal);
        }

        using var text = reader.GetTextReader(ordinal);
        var buffer = new char[256];
        var whole = new System.Text.StringBuilder();
        while (whole.Length <= SqlLimits.Value && text.Read(buffer) is > 0 and var count)
        {
            whole.Append(buffer, 0, count);
        }

        return whole.Length > SqlLimits.Value ? new TooLarge(SqlLimits.Value) : whole.ToString();
    }

    private static async Task CloseAsync(NpgsqlDataReader reader)
    {
        try
        {
            await reader.DisposeAsync();
        }
        catch (PostgresException cancelled) when (cancelled.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // As asked.
        }
    }

    // The server says what the query compares the cursor with, and that type has a smallest value.
    private static SqlValue Smallest(string query, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        using var command = new NpgsqlCommand(query, connection, transaction);
        NpgsqlCommandBuilder.DeriveParameters(command);
        var type = command.Parameters.FirstOrDefault(parameter => parameter.ParameterName.Equals("cursor", StringComparison.OrdinalIgnoreCase))?.NpgsqlDbType;
        return new SqlValue('s', type switch
        {
            NpgsqlDbType.Smallint => "-32768",
            NpgsqlDbType.Integer => "-2147483648",
            NpgsqlDbType.Bigint => "-9223372036854775808",
            NpgsqlDbType.Numeric => "-1e1000",
            NpgsqlDbType.Uuid => Guid.Empty.ToString(),
            NpgsqlDbType.Text or NpgsqlDbType.Varchar or NpgsqlDbType.Char or NpgsqlDbType.Unknown => "",
            _ => "-infinity", // Dates, timestamps and floating point.
        });
    }
}
