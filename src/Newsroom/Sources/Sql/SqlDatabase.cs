using System.Data.Common;
using System.Text;
using NewsBot.Newsroom.Sources.Named;

namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>A database of the site's, opened for reading alone, for one query at a time.</summary>
internal abstract class SqlDatabase : IDisposable
{
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <param name="first">True: nothing was read yet, so that <c>@cursor</c> is the smallest value there is.</param>
    /// <param name="cursor">The value of <c>@cursor</c>, where the query has it and this is not the first read.</param>
    /// <param name="most">Rows that are read.</param>
    public abstract Task<SqlRows> ReadAsync(string query, bool first, SqlValue? cursor, int most, CancellationToken ct);

    /// <summary>Why the database refused, in one line without a secret.</summary>
    public abstract string Reason(DbException refused);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>A value of the current row, or <see cref="TooLarge"/>.</summary>
    protected abstract object? Value(DbDataReader reader, int ordinal);

    protected async Task<SqlRows> RowsAsync(DbDataReader reader, int most, CancellationToken ct)
    {
        var columns = Enumerable.Range(0, reader.FieldCount).Select(i => NamedValues.Plain(reader.GetName(i))).ToList();
        var cursor = columns.IndexOf("cursor");
        var rows = new List<SqlRow>();
        long bytes = 0;
        while (await reader.ReadAsync(ct))
        {
            if (rows.Count == most || bytes > SqlLimits.Bytes)
            {
                return new SqlRows(columns, rows, More: true);
            }

            var values = new object?[columns.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Plain(Value(reader, i));
                bytes += Size(values[i]);
            }

            rows.Add(new SqlRow(values, SqlRow.DigestOf(values), cursor < 0 ? null : SqlValue.Of(values[cursor])));
        }

        return new SqlRows(columns, rows, More: false);
    }

    // Roughly, in memory.
    private static long Size(object? value) => value switch
    {
        string text => 2L * text.Length,
        byte[] bytes => bytes.Length,
        IEnumerable<string?> list => list.Sum(element => 2L * (element?.Length ?? 0)),
        _ => 16,
    };

    // Text that a program stored as bytes is text.
    private static object? Plain(object? value)
    {
        if (value is not byte[] bytes)
        {
            return value is DBNull ? null : value;
        }

        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return bytes;
        }
    }
}
