using System.Globalization;
using System.Text;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Text of unknown origin, made fit to be shown: no control characters, no tricks with direction, bounded.</summary>
internal static class PlainText
{
    private const char Ellipsis = '…';

    /// <summary>One line, white space folded, at most <paramref name="limit"/> UTF-16 units with an ellipsis for what was cut off.</summary>
    public static string Line(string text, int limit) => Cut(Line(text), limit);

    /// <summary>One line, white space folded.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, 4096));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (!IsUnseen(rune))
            {
                line.Append(rune);
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>False for text of nothing but spaces and characters without width.</summary>
    public static bool IsVisible(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lines ended by <c>\n</c> whatever ended them, without control characters other than the tab.</summary>
    public static string Lines(string text)
    {
        var lines = new StringBuilder(text.Length);
        var afterReturn = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var isReturn = rune.Value == '\r';
            if (isReturn || (rune.Value == '\n' && !afterReturn))
            {
                lines.Append('\n');
            }
            else if (rune.Value != '\n' && (rune.Value == '\t' || !IsUnseen(rune)))
            {
                lines.Append(rune);
            }

            afterReturn = isReturn;
        }

        return lines.ToString();
    }

    /// <summary>Never parts what a reader sees as one character, unless that alone is longer than the limit.</summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        var end = 0;
        while (StringInfo.GetNextTextElementLength(text.AsSpan(end)) is var length && end + length < limit)
        {
            end += length;
        }

        if (end == 0)
        {
            end = char.IsHighSurrogate(text[limit - 2]) ? limit - 2 : limit - 1;
        }

        return string.Concat(text.AsSpan(0, end).TrimEnd(), [Ellipsis]);
    }

    /// <summary>As <see cref="Cut"/>, but at the end of a word where there is one in the latter half.</summary>
    public static string CutAtWord(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        var cut = Cut(text, limit);
        var word = text[cut.Length - 1] == ' ' ? cut.Length - 1 : cut.LastIndexOf(' ');
        return word < limit / 2 ? cut : cut[..word].TrimEnd(' ', ',', ';', ':', '-', '–', '—', '.') + Ellipsis;
    }

    // Direction overrides and isolates can make a line read backwards, also beyond the item they stand in.
    private static bool IsUnseen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF;
}
