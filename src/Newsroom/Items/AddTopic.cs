using System.Globalization;
using System.Text;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

public enum TopicResult
{
    Done,

    /// <summary>It was so.</summary>
    Same,

    /// <summary>Another topic has this slug.</summary>
    Taken,

    /// <summary>The slug is none, or the name has no letter to make one of.</summary>
    BadSlug,
    NoTopic,
}

/// <summary>Slice: staff add a topic. Items that name it in their front matter have it from their next change on.</summary>
public static class AddTopic
{
    /// <summary>Characters of a slug; it stands in addresses.</summary>
    public const int LongestSlug = 64;

    /// <summary>Characters of a name; it stands in one line of a post.</summary>
    public const int LongestName = 100;

    /// <param name="slug">Null: made of the name.</param>
    /// <returns>The slug that it has, or would have had.</returns>
    public static async Task<(TopicResult Result, string Slug)> RunAsync(Tx tx, string name, string? slug = null)
    {
        var wanted = slug ?? SlugOf(name);
        if (!IsSlug(wanted) || StaffText.Of(name, LongestName) is not { } given)
        {
            return (TopicResult.BadSlug, wanted);
        }

        if (await TopicTable.FindAsync(tx, wanted) is { } there)
        {
            return (there.Name == given ? TopicResult.Same : TopicResult.Taken, wanted);
        }

        await TopicTable.PutAsync(tx, wanted, given);
        return (TopicResult.Done, wanted);
    }

    /// <summary>1 to 64 lower-case letters a to z, digits and hyphens, with no hyphen at the beginning.</summary>
    public static bool IsSlug(string text) =>
        text.Length is > 0 and <= LongestSlug && text[0] != '-' && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <returns>As in <c>agua-e-clima</c> for "Água e Clima"; empty when no letter of it is one of a to z.</returns>
    internal static string SlugOf(string name)
    {
        var slug = new StringBuilder();
        foreach (var letter in string.Concat(name.EnumerateRunes()).Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter))
            {
                slug.Append(letter);
            }
            else if (slug is { Length: > 0 } && slug[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                slug.Append('-');
            }
        }

        return slug.ToString()[..Math.Min(slug.Length, LongestSlug)].TrimEnd('-');
    }
}
