using System.Globalization;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Named;

namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>Pure: rows become records, withdrawals and refusals.</summary>
internal static class SqlPage
{
    /// <param name="complete">The rows are all there is, so an id may stand in one alone; else the later row is the newer state.</param>
    public static ContentPage Of(IReadOnlyList<string> columns, IReadOnlyList<SqlRow> rows, NamedOptions options, bool complete)
    {
        var last = new Dictionary<string, NamedReading>(StringComparer.Ordinal);
        var refusals = Hints(columns).ToList();
        var nameless = false;
        for (var i = 0; i < rows.Count; i++)
        {
            var reading = NamedItem.Read(ValuesOf(columns, rows[i]), options, WhereOf(columns, rows[i], i));
            refusals.AddRange(reading.Refusals);
            nameless |= reading.Id is null;
            if (reading.Id is { } id && !last.TryAdd(id, reading))
            {
                last[id] = reading;
                if (complete)
                {
                    refusals.Add(new Refusal(id, $"id {id}", "several rows have this id; the last one counts. Write the query so that each item is one row", Fatal: false));
                }
            }
        }

        return new ContentPage([.. last.Values.Select(reading => reading.Record).OfType<Record>()], refusals, Cursor: null, Complete: complete && !nameless)
        {
            Withdrawn = [.. last.Where(pair => pair.Value.Withdrawn).Select(pair => pair.Key)],
        };
    }

    /// <exception cref="SourceException">A column is missing without which there are no items.</exception>
    public static void Demand(IReadOnlyList<string> columns, bool incremental)
    {
        foreach (var needed in incremental ? new[] { "id", "title", "cursor" } : ["id", "title"])
        {
            if (!columns.Contains(needed))
            {
                throw new SourceException($"The query gives no column \"{needed}\"; name one so, as in: select nid as id, …");
            }
        }
    }

    // Only for names that were surely meant to be one: a site's table has many columns that are none of our business.
    private static IEnumerable<Refusal> Hints(IReadOnlyList<string> columns)
    {
        var known = NamedItem.Names.ToDictionary(NamedValues.Plain, name => name, StringComparer.Ordinal);
        foreach (var column in columns.Where(column => column != "cursor" && column.Length > 3 && !known.ContainsKey(column)))
        {
            if (Nearest.To(column, known.Keys) is { } near && !columns.Contains(near) && Math.Abs(near.Length - column.Length) < 2)
            {
                yield return new Refusal(null, $"column {column}", $"is not known; did you mean \"{known[near]}\"?", Fatal: false);
            }
        }
    }

    private static Dictionary<string, object?> ValuesOf(IReadOnlyList<string> columns, SqlRow row)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
        {
            values.TryAdd(columns[i], row.Values[i]);
        }

        return values;
    }

    private static string WhereOf(IReadOnlyList<string> columns, SqlRow row, int index) =>
        columns.ToList().IndexOf("id") is >= 0 and var at && row.Values[at] is { } id and not TooLarge
            ? $"id {Printable.Of(Convert.ToString(id, CultureInfo.InvariantCulture) ?? "")}"
            : string.Create(CultureInfo.InvariantCulture, $"row {index + 1}");
}
