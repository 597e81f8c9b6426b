using System.Globalization;
using System.Text;

namespace NewsBot.Newsroom.Items;

/// <summary>How much an edit changes of what readers were told.</summary>
public enum Weight
{
    /// <summary>Spelling, punctuation, a picture, a link: posts are edited, and nobody is told.</summary>
    Minor,

    /// <summary>It says something else now.</summary>
    Material,

    /// <summary>It says itself that it was wrong.</summary>
    Correction,
}

/// <summary>
/// Pure: how much an edit changes. Spelling is minor: words of the same number, each the same but for two letters at most. A
/// number or a negation is never spelling: "12" and "21", "now" and "not" are different news.
/// </summary>
public static class Weighing
{
    /// <summary>Letters that may differ in a misspelt word.</summary>
    private const int MostLetters = 2;

    /// <summary>Shorter words have too few letters to be told apart by two of them.</summary>
    private const int ShortestWord = 4;

    /// <summary>What is longer is no word but an address, or a text without spaces: to compare its letters takes time with their square.</summary>
    private const int LongestWord = 64;

    /// <summary>Misspelt words in one edit; more is another text.</summary>
    private const int MostWords = 5;

    /// <summary>Words of a text that are compared; what follows counts only whether it is the same.</summary>
    private const int MostCompared = 5_000;

    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal) { "not", "never", "none", "without", "nobody", "nothing", "neither" };

    public static Weight Of(Item before, Item after) =>
        after.Correction is not null && after.Correction != before.Correction ? Weight.Correction
        : Facts(before) == Facts(after) && before.Kind == after.Kind
            && Alike(before.Title, after.Title) && Alike(before.Summary, after.Summary) && Alike(before.Body, after.Body) ? Weight.Minor
        : Weight.Material;

    /// <summary>Is it the same text but for its spelling?</summary>
    internal static bool Alike(string? before, string? after)
    {
        if (before == after)
        {
            return true;
        }

        var (old, now) = (Words(before), Words(after));
        if (old.Count != now.Count)
        {
            return false;
        }

        var different = old.Zip(now).Where(pair => pair.First != pair.Second).Take(MostWords + 1).ToList();
        return different.Count <= MostWords && different.All(pair => Misspelt(pair.First, pair.Second));
    }

    // What people act on.
    private static (DateTimeOffset?, DateTimeOffset?, DateTimeOffset?, string?) Facts(Item item) => (item.DeadlineAt, item.StartsAt, item.EndsAt, item.Location);

    private static bool Misspelt(string before, string after) =>
        Math.Min(before.Length, after.Length) >= ShortestWord
        && Math.Max(before.Length, after.Length) <= LongestWord
        && Math.Abs(before.Length - after.Length) <= MostLetters
        && !before.Any(char.IsDigit) && !after.Any(char.IsDigit)
        && Negates(before) == Negates(after)
        && EditDistance.Of(before, after) <= MostLetters;

    private static bool Negates(string word) => Negations.Contains(word) || word.EndsWith("nt", StringComparison.Ordinal);

    // Letters and digits only, in lower case: "can't" is "cant", and a comma more or less is nothing.
    private static List<string> Words(string? text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var value = (text ?? "").Normalize();
        for (var at = 0; at <= value.Length && words.Count < MostCompared; at++)
        {
            var letter = at < value.Length ? value[at] : ' ';
            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
            {
                word.Append(char.ToLower(letter, CultureInfo.InvariantCulture));
            }
            else if (letter is not ('\'' or '\u2019') && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (words.Count == MostCompared)
        {
            words.Add(value); // Too long to compare by words: the whole of it must be the same.
        }

        return words;
    }
}
