using System.Text.RegularExpressions;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Words of a source as slugs of topics.</summary>
internal static partial class TopicSlug
{
    /// <summary>Longest word looked at, in UTF-16 units; what follows is left out.</summary>
    public const int MaxLength = 64;

    /// <summary>Lower case, letters and digits, all else a hyphen; empty when there is neither letter nor digit.</summary>
    public static string Of(string word) => NoSlug().Replace(PlainText.Line(word, MaxLength).ToLowerInvariant(), "-").Trim('-');

    /// <summary>Each slug once, in the order of the words.</summary>
    public static List<string> All(IEnumerable<string> words) =>
        [.. words.Select(Of).Where(slug => slug.Length > 0).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"[^\p{L}\p{M}\p{Nd}]+", RegexOptions.NonBacktracking)]
    private static partial Regex NoSlug();
}
