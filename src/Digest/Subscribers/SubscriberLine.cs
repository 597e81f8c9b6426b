using System.Text.RegularExpressions;
using NewsBot.Newsroom.Sources;

namespace NewsBot.Digest.Subscribers;

/// <summary>Pure: a line of an import, checked and normalised.</summary>
/// <param name="Consent">Null: the line says nothing of its own.</param>
internal sealed partial record SubscriberLine(string Address, IReadOnlyList<long> TopicIds, string? Zone, string? Language, string? Consent)
{
    private const int LongestConsent = 1000;
    private const int LongestQuote = 60;

    private static readonly string[] Required = ["address", "topics"];
    private static readonly string[] Columns = [.. Required, "zone", "language", "consent"];

    /// <returns>The names of the columns, in the file's order.</returns>
    /// <exception cref="InvalidDataException">The header line is missing or wrong.</exception>
    public static IReadOnlyList<string> ReadHeader(CsvRow? row)
    {
        if (row is null)
        {
            throw new InvalidDataException($"line 1: the file is empty; it should begin with the header line {string.Join(',', Columns)}");
        }

        var names = row.Fields.Select(field => field.Trim().ToLowerInvariant()).ToList();
        return HeaderProblem(row, names) is { } problem ? throw new InvalidDataException($"line {row.Line}: {problem}") : names;
    }

    /// <param name="topics">Ids by slug.</param>
    public static bool TryRead(CsvRow row, IReadOnlyList<string> header, IReadOnlyDictionary<string, long> topics, out SubscriberLine line, out string problem)
    {
        line = new("", [], null, null, null);
        problem = row.Problem
            ?? (row.Fields.Count != header.Count ? $"it has {row.Fields.Count} values and the header has {header.Count}; put a value that holds a comma in double quotes" : null)
            ?? (row.Fields.Any(field => field.Contains('\uFFFD')) ? "it is not UTF-8; save the file as \"CSV UTF-8\"" : "");
        if (problem.Length > 0)
        {
            return false;
        }

        var values = header.Zip(row.Fields).ToDictionary(pair => pair.First, pair => pair.Second.Trim(), StringComparer.Ordinal);
        if (!ReaderAddress.TryNormalise(values["address"], out var address, out problem))
        {
            return false;
        }

        var slugs = values["topics"].Split([';', ' '], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        var (zone, language, consent) = (Optional("zone"), Optional("language"), Optional("consent"));
        problem = TopicProblem(slugs, topics)
            ?? (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? $"there is no time zone \"{Quoted(zone)}\"; write an IANA name such as Europe/Berlin" : null)
            ?? (language is not null && !LanguageTag().IsMatch(language) ? $"\"{Quoted(language)}\" is not a language tag; write one such as en or pt-BR" : "");
        line = problem.Length > 0 ? line : new(address, [.. slugs.Select(slug => topics[slug])], zone, language, consent?[..Math.Min(consent.Length, LongestConsent)]);
        return problem.Length == 0;

        string? Optional(string name) => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    private static string? HeaderProblem(CsvRow row, List<string> names)
    {
        if (row.Problem is not null)
        {
            return row.Problem;
        }

        if (names is [var only] && (only.Contains(';') || only.Contains('\t')))
        {
            return "the columns are not separated by commas; save the file as CSV with commas";
        }

        if (names.FirstOrDefault(name => !Columns.Contains(name)) is { } unknown)
        {
            return $"there is no column \"{Quoted(unknown)}\"; " + (Nearest.To(unknown, Columns) is { } near ? $"did you mean \"{near}\"?" : $"the columns are {string.Join(", ", Columns)}");
        }

        return Required.FirstOrDefault(name => !names.Contains(name)) is { } missing ? $"the column \"{missing}\" is missing; {string.Join(" and ", Required)} must be there"
            : names.Distinct(StringComparer.Ordinal).Count() < names.Count ? "a column stands there twice"
            : null;
    }

    private static string? TopicProblem(List<string> slugs, IReadOnlyDictionary<string, long> topics)
    {
        if (slugs.Count == 0)
        {
            return "it names no topic";
        }

        if (slugs.FirstOrDefault(slug => !topics.ContainsKey(slug)) is not { } unknown)
        {
            return null;
        }

        var hint = Nearest.To(unknown, topics.Keys) is { } near ? $"did you mean \"{near}\"?"
            : topics.Count == 0 ? "no topic is configured yet"
            : $"known: {string.Join(", ", topics.Keys.Order(StringComparer.Ordinal).Take(10))}";
        return $"there is no topic \"{Quoted(unknown)}\"; {hint}";
    }

    private static string Quoted(string text) => string.Concat(text.Where(c => !char.IsControl(c)).Take(LongestQuote));

    [GeneratedRegex(@"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LanguageTag();
}
