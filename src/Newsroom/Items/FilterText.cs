using System.Globalization;
using System.Text;

namespace NewsBot.Newsroom.Items;

/// <summary>Pure: the words of a text as filters compare them: without case, accents, marks or the forms that only look different.</summary>
internal static class FilterText
{
    /// <summary>UTF-16 units of one text that are looked at: news says what it is about long before.</summary>
    private const int MostLooked = 100_000;

    /// <param name="text">Plain, or with tags and addresses of links, which are no words of it.</param>
    public static IReadOnlyList<string> Words(string? text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in Folded(Visible(Bounded(text ?? ""))).EnumerateRunes())
        {
            if (StandsAlone(rune))
            {
                End();
                words.Add(rune.ToString());
            }
            else if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(rune);
            }
            else
            {
                End();
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    /// <summary>Do these words stand in the text side by side?</summary>
    /// <param name="prefix">The last one need only begin so.</param>
    public static bool Holds(IReadOnlyList<string> text, IReadOnlyList<string> phrase, bool prefix)
    {
        for (var start = 0; start + phrase.Count <= text.Count; start++)
        {
            var at = 0;
            while (at < phrase.Count && Equal(text[start + at], phrase[at], prefix && at == phrase.Count - 1))
            {
                at++;
            }

            if (at == phrase.Count)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Equal(string word, string wanted, bool prefix) =>
        prefix ? word.StartsWith(wanted, StringComparison.Ordinal) : string.Equals(word, wanted, StringComparison.Ordinal);

    private static string Bounded(string text) =>
        text.Length <= MostLooked ? text : text[..(char.IsHighSurrogate(text[MostLooked - 1]) ? MostLooked - 1 : MostLooked)];

    // Compatibility forms first, so that a full-width or ligature letter is the plain one; then without its marks. A lone half of
    // a surrogate pair cannot be normalised at all.
    private static string Folded(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var rune in string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                bare.Append(Rune.ToUpperInvariant(rune));
            }
        }

        return bare.ToString().Normalize(NormalizationForm.FormC);
    }

    // "<b>", "</p>", "<!-- … -->" and the "(address)" of a Markdown link are no words. A "<" that begins no tag is text.
    private static string Visible(string text)
    {
        var kept = new StringBuilder(text.Length);

        // Behind the last of these nothing ends: what would be looked for in vain at every tag costs the square of the length.
        var (lastTag, lastLink) = (text.LastIndexOf('>'), text.LastIndexOf(')'));
        for (var at = 0; at < text.Length; at++)
        {
            var next = at + 1 < text.Length ? text[at + 1] : ' ';
            var end = text[at] == '<' && at < lastTag && (char.IsAsciiLetter(next) || next is '/' or '!') ? text.IndexOf('>', at)
                : text[at] == ']' && at < lastLink && next == '(' ? text.IndexOf(')', at)
                : -1;
            if (end > at)
            {
                kept.Append(' ');
                at = end;
            }
            else
            {
                kept.Append(text[at]);
            }
        }

        return kept.ToString();
    }

    // Scripts that are written without blanks: each letter is a word, and several in a row are a phrase.
    private static bool StandsAlone(Rune rune) => rune.Value is
        (>= 0x0E00 and <= 0x0EFF) // Thai, Lao
        or (>= 0x1000 and <= 0x109F) // Burmese
        or (>= 0x1780 and <= 0x17FF) // Khmer
        or (>= 0x3040 and <= 0x30FF) // kana
        or (>= 0x3400 and <= 0x9FFF) // Han
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x3FFFF);
}
