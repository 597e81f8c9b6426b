using System.Globalization;
using System.Text.Json;

namespace NewsBot.Digest.Languages;

/// <summary>
/// What mails and pages say, by language: <c>phrases/en.json</c> and its translations in the folder of templates. A phrase is a text with
/// places (<c>{0}</c>), or one text for each plural form of its first value (<c>{"one": "{0} item", "other": "{0} items"}</c>).
/// What a translation lacks is said in English.
/// </summary>
public sealed class Phrases
{
    public const string English = "en";

    /// <summary>Characters of one file, at most.</summary>
    private const int LargestFile = 1 << 20;

    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, Phrase>> languages;

    private Phrases(IReadOnlyDictionary<string, IReadOnlyDictionary<string, Phrase>> languages) => this.languages = languages;

    /// <summary>The languages that a reader can choose, English first.</summary>
    public IReadOnlyList<string> Languages => [.. languages.Keys.OrderBy(language => language != English).ThenBy(language => language, StringComparer.Ordinal)];

    /// <param name="folder">Holds a file for each language, such as <c>de.json</c>.</param>
    /// <exception cref="InvalidDataException">English is missing, or a file cannot be read; the message names the file.</exception>
    public static Phrases Load(string folder)
    {
        var read = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json").ToDictionary(file => Path.GetFileNameWithoutExtension(file), Read, StringComparer.OrdinalIgnoreCase)
            : [];
        return read.ContainsKey(English)
            ? new(read)
            : throw new InvalidDataException($"There is no {Path.Combine(folder, English + ".json")}. Put the folder \"templates\" of this release there.");
    }

    /// <summary>The language itself, or without its region, or English.</summary>
    /// <param name="wanted">A BCP 47 tag such as <c>de-AT</c>, or null.</param>
    public string Best(string? wanted) =>
        Languages.FirstOrDefault(language => language.Equals(wanted, StringComparison.OrdinalIgnoreCase))
        ?? Languages.FirstOrDefault(language => language.Equals(wanted?.Split('-')[0], StringComparison.OrdinalIgnoreCase))
        ?? English;

    /// <returns><c>ltr</c> or <c>rtl</c>, for <c>dir</c>.</returns>
    public static string Direction(string language) => CultureInfo.GetCultureInfo(language).TextInfo.IsRightToLeft ? "rtl" : "ltr";

    /// <summary>One phrase with its values in their places. Numbers are written as the language writes them.</summary>
    /// <exception cref="InvalidDataException">No language has this phrase.</exception>
    public string Say(string language, string key, params object?[] values)
    {
        var (phrase, spoken) =
            languages.TryGetValue(language, out var own) && own.TryGetValue(key, out var found) ? (found, language)
            : languages[English].TryGetValue(key, out found) ? (found, English)
            : throw new InvalidDataException($"phrases/{English}.json has no phrase \"{key}\".");
        return string.Format(CultureInfo.GetCultureInfo(spoken), phrase.For(spoken, values), values);
    }

    /// <summary>The keys of a language, to compare it with another.</summary>
    internal IReadOnlyDictionary<string, Phrase> Of(string language) => languages[language];

    private static IReadOnlyDictionary<string, Phrase> Read(string file)
    {
        try
        {
            return new FileInfo(file).Length > LargestFile
                ? throw new InvalidDataException("it is larger than 1 MiB")
                : JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => Phrase.Read(entry), StringComparer.Ordinal);
        }
        catch (Exception problem) when (problem is JsonException or InvalidDataException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{file}: {problem.Message}", problem);
        }
    }
}
