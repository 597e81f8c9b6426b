using NewsBot.Digest.Languages;

namespace NewsBot.Digest.Subscribers;

/// <summary>Pure: what the readers' own pages say in more than one place.</summary>
internal static class ReaderWords
{
    // A topic is named by the site's staff; longer than this it is no name.
    private const int LongestName = 80;

    /// <summary>Names as a sentence has them: <c>A, B and C</c>.</summary>
    public static string List(Phrases phrases, string language, IEnumerable<string> names)
    {
        var all = names.Select(Name).ToList();
        return all.Count < 2
            ? string.Concat(all)
            : phrases.Say(language, "leave.list.last", string.Join(phrases.Say(language, "leave.list.between"), all.SkipLast(1)), all[^1]);
    }

    /// <summary>A digest as a noun: <c>weekly digest</c>.</summary>
    public static string Digest(Phrases phrases, string language, string plan) => plan switch
    {
        "weekly" or "daily" or "monthly" => phrases.Say(language, $"manage.digest.{plan}"),
        _ => phrases.Say(language, "manage.digest.other", plan),
    };

    /// <summary>Control characters and marks that turn the writing direction go; the rest is cut.</summary>
    public static string Name(string name)
    {
        var clean = string.Concat(name.Where(c => !char.IsControl(c) && c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))));
        if (clean.Length <= LongestName)
        {
            return clean;
        }

        var end = char.IsHighSurrogate(clean[LongestName - 2]) ? LongestName - 2 : LongestName - 1;
        return clean[..end] + "…";
    }

    /// <summary>Enough for its owner to know it, and little for others: <c>a…@example.org</c>.</summary>
    public static string Masked(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 1 ? "…" : $"{address[0]}…{address[at..]}";
    }
}
