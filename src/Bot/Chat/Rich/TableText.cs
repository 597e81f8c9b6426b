using System.Globalization;
using System.Text;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>Pure: tables, which Discord does not know, as columns of text in code, or as a list when they are too wide for that.</summary>
internal static class TableText
{
    /// <summary>Columns of text: what fits into a card on a computer. On a telephone a wider line would be broken.</summary>
    private const int MaxWidth = 52;

    /// <summary>A longer table is not read in chat.</summary>
    private const int MaxRows = 25;

    private const string Parting = "  ";

    /// <summary>Null when the table is too wide.</summary>
    public static string? Aligned(Block.Table table)
    {
        var rows = table.Rows.Take(MaxRows).Select(row => row.Select(CodeText.Line).ToList()).ToList();
        var count = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        if (count == 0)
        {
            return null;
        }

        var columns = Enumerable.Range(0, count).Select(column => (
            Width: rows.Max(row => column < row.Count ? Width(row[column]) : 0),
            Number: rows.Skip(table.HasHeader ? 1 : 0).All(row => column >= row.Count || IsNumber(row[column])))).ToList();
        if (columns.Sum(column => column.Width) + Parting.Length * (count - 1) > MaxWidth)
        {
            return null;
        }

        var lines = rows.Select(row => Line(row, columns)).ToList();
        if (table.HasHeader)
        {
            lines.Insert(1, string.Join(Parting, columns.Select(column => new string('─', column.Width))));
        }

        if (table.Rows.Count > MaxRows)
        {
            lines.Add("…");
        }

        return string.Join('\n', lines);
    }

    /// <summary>One item a row: its first cell, then the others with the names of their columns.</summary>
    public static Block.Enumeration Listed(Block.Table table)
    {
        var header = table.HasHeader && table.Rows.Count > 1 ? table.Rows[0] : [];
        return new Block.Enumeration(null, [.. table.Rows.Skip(header.Count > 0 ? 1 : 0).Select(row => Item(row, header))]);
    }

    private static IReadOnlyList<Block> Item(IReadOnlyList<string> row, IReadOnlyList<string> header)
    {
        var cells = row.Skip(1).Select((cell, index) => index + 1 < header.Count && header[index + 1].Length > 0 && cell.Length > 0 ? $"{header[index + 1]}: {cell}" : cell)
            .Where(cell => cell.Length > 0);
        var rest = string.Join("; ", cells);
        return row.Count == 0 ? [] : [new Block.Paragraph([new Inline.Words(row[0], Style.Strong), new Inline.Words(rest.Length > 0 && row[0].Length > 0 ? " – " + rest : rest)])];
    }

    private static string Line(List<string> row, List<(int Width, bool Number)> columns) => string.Join(Parting, columns.Select((column, index) =>
    {
        var cell = index < row.Count ? row[index] : "";
        var padding = new string(' ', column.Width - Width(cell));
        return column.Number ? padding + cell : cell + padding;
    })).TrimEnd();

    private static bool IsNumber(string cell) => cell.Length == 0 || (cell.Any(char.IsAsciiDigit) && cell.All(character => char.IsAsciiDigit(character) || character is '.' or ',' or '-' or '+' or '%' or ' ' or '–' or '−' or '€' or '$'));

    // Wide as in Unicode's East Asian Width, roughly: scripts of Han and Hangul, and emoji, take two columns.
    private static int Width(string text)
    {
        var width = 0;
        var graphemes = StringInfo.GetTextElementEnumerator(text);
        while (graphemes.MoveNext())
        {
            Rune.DecodeFromUtf16(graphemes.GetTextElement(), out var rune, out _);
            width += rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) ? 2
                : SafeLink.IsVisible(rune.ToString()) || rune.Value == ' ' ? 1 : 0;
        }

        return width;
    }
}
