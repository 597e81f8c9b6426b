using System.Globalization;
using System.Text;

namespace NewsBot.Digest.Mail;

/// <summary>Pure: makes text from outside fit for a line of a mail.</summary>
internal static class OneLine
{
    private const string Ellipsis = "…";

    /// <summary>White space and control characters become single spaces, marks that turn the writing direction go, and what is longer is cut between graphemes.</summary>
    /// <param name="most">UTF-16 units, the ellipsis included.</param>
    /// <returns>Null for nothing, or nothing but space.</returns>
    public static string? Of(string? text, int most)
    {
        if (text is null)
        {
            return null;
        }

        var line = new StringBuilder(Math.Min(text.Length, most + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || rune == Rune.ReplacementChar)
            {
                line.Append(line.Length > 0 && line[^1] != ' ' ? " " : "");
            }
            else if (!TurnsDirection(rune))
            {
                line.Append(rune.ToString());
            }

            if (line.Length > most + 1)
            {
                break;
            }
        }

        var trimmed = line.ToString().TrimEnd();
        return trimmed.Length == 0 ? null : Cut(trimmed, most);
    }

    private static string Cut(string line, int most)
    {
        if (line.Length <= most)
        {
            return line;
        }

        var end = 0;
        for (int next; end < line.Length; end += next)
        {
            next = StringInfo.GetNextTextElementLength(line, end);
            if (end + next > most - Ellipsis.Length)
            {
                break;
            }
        }

        return line[..end].TrimEnd() + Ellipsis;
    }

    // Unicode Standard Annex 9: embeddings, overrides and isolates. A title could make the text after it read backwards.
    private static bool TurnsDirection(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
