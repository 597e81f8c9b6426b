using System.Text.RegularExpressions;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Topics as people write them become slugs.</summary>
internal static partial class TopicWords
{
    /// <summary>Longest slug in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Lower case, letters and digits with hyphens between them; each once, in order; what has neither is dropped.</summary>
    public static List<string> Slugs(IEnumerable<string> words) =>
        [.. words
            .Select(word => NoSlug().Replace(PlainText.Line(word, MaxLength).ToLowerInvariant(), "-").Trim('-'))
            .Where(slug => slug.Length > 0)
            .Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"[^\p{L}\p{M}\p{Nd}]+", RegexOptions.NonBacktracking)]
    private static partial Regex NoSlug();
}
