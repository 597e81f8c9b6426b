using System.Runtime.CompilerServices;
using System.Text;

namespace NewsBot.Digest.Subscribers;

/// <summary>A record of a CSV file, or why its line is none.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Fields, string? Problem = null);

/// <summary>
/// Reads RFC 4180 one record at a time. A quote that nobody closes would swallow the rest of the file: then only its own line
/// is refused, and reading goes on with the next.
/// </summary>
internal static class CsvRows
{
    // A reader's line is a few hundred characters. More is a broken file.
    private const int LongestRecord = 16 * 1024;
    private const int MostLinesOfRecord = 20;
    private const string OpenQuote = "a quote is opened and never closed; write \"\" for a quote inside a value";

    public static async IAsyncEnumerable<CsvRow> ReadAsync(Stream csv, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(csv, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var ahead = new Queue<string>();
        var number = 0;
        while (await NextAsync() is { } first)
        {
            number++;
            var begun = number;
            var more = new List<string>();
            var record = first;
            while (HasOpenQuote(record) && more.Count < MostLinesOfRecord && record.Length <= LongestRecord && await NextAsync() is { } next)
            {
                more.Add(next);
                record = $"{record}\n{next}";
            }

            if (HasOpenQuote(record))
            {
                // What was read in vain comes first again.
                ahead = new(more.Concat(ahead));
                yield return new(begun, [], OpenQuote);
                continue;
            }

            number += more.Count;
            if (record.Length > LongestRecord)
            {
                yield return new(begun, [], $"the line is longer than {LongestRecord} characters");
            }
            else if (record.Length > 0)
            {
                yield return Split(begun, record);
            }
        }

        async ValueTask<string?> NextAsync() => ahead.TryDequeue(out var line) ? line : await reader.ReadLineAsync(ct);
    }

    private static bool HasOpenQuote(string text) => text.Count(c => c == '"') % 2 == 1;

    private static CsvRow Split(int line, string record)
    {
        var fields = new List<string>();
        var at = 0;
        while (true)
        {
            if (at < record.Length && record[at] == '"')
            {
                var value = new StringBuilder();
                for (at++; at < record.Length && (record[at] != '"' || (at + 1 < record.Length && record[at + 1] == '"')); at++)
                {
                    at += record[at] == '"' ? 1 : 0;
                    value.Append(record[at]);
                }

                // A quote amid a bare value can make their number even.
                if (at >= record.Length)
                {
                    return new(line, [], OpenQuote);
                }

                at++;
                fields.Add(value.ToString());
                if (at < record.Length && record[at] != ',')
                {
                    return new(line, [], $"there is something between the closing quote of value {fields.Count} and the next comma");
                }
            }
            else
            {
                var comma = record.IndexOf(',', at);
                fields.Add(record[at..(comma < 0 ? record.Length : comma)]);
                at = comma < 0 ? record.Length : comma;
            }

            if (at >= record.Length)
            {
                return new(line, fields);
            }

            at++;
        }
    }
}
