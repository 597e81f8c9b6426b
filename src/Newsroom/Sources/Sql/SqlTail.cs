using System.Globalization;

namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>The newest rows of a query that this process knows: those that share the newest cursor, and at least the last <see cref="SqlLimits.Tail"/>.</summary>
internal sealed class SqlTail
{
    private readonly List<(SqlValue? Cursor, ulong Digest)> rows = [];
    private readonly HashSet<ulong> digests = [];

    /// <summary>The cursor of a row some way behind the newest.</summary>
    public SqlValue? Back => rows.Count == 0 ? null : rows[Math.Max(0, rows.Count - SqlLimits.Tail)].Cursor;

    /// <summary>Differs when other rows are known.</summary>
    public string Seen => digests.Aggregate(0UL, (sum, digest) => sum ^ digest).ToString("x16", CultureInfo.InvariantCulture);

    public void Clear()
    {
        rows.Clear();
        digests.Clear();
    }

    /// <returns>The rows that were not known, which are from now on.</returns>
    public IReadOnlyList<SqlRow> Take(IReadOnlyList<SqlRow> read)
    {
        var fresh = read.Where(row => digests.Add(row.Digest)).ToList();
        rows.AddRange(fresh.Select(row => (row.Cursor, row.Digest)));
        return fresh;
    }

    public void Trim(SqlValue? newest)
    {
        var old = rows.Count - SqlLimits.Tail;
        if (old <= 0)
        {
            return;
        }

        var kept = rows.Where((row, i) => i >= old || row.Cursor == newest).ToList();
        Clear();
        rows.AddRange(kept);
        digests.UnionWith(kept.Select(row => row.Digest));
    }
}
