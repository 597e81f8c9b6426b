using System.Text;
using System.Text.RegularExpressions;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>A file taken apart: the keys at its head and the Markdown below.</summary>
/// <param name="Keys">Null when the file begins with its text.</param>
/// <param name="Body">Markdown, lines ended by <c>\n</c>.</param>
internal sealed partial record FrontMatter(FrontMap? Keys, string Body)
{
    /// <summary>Longest front matter in characters. Hugo's own examples stay under two thousand; parsers grow slow and deep above.</summary>
    public const int MaxLength = 64 * 1024;

    /// <param name="text">The whole file, lines ended by <c>\n</c>, no byte order mark.</param>
    /// <exception cref="FrontMatterException">The head is opened and not closed, too long, or not what its delimiter promises.</exception>
    public static FrontMatter Split(string text)
    {
        if (JsonStart().IsMatch(text))
        {
            var json = Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, MaxLength)]);
            var keys = JsonFrontMatter.Read(json, out var length);
            var rest = Encoding.UTF8.GetCharCount(json, 0, length);
            return new FrontMatter(keys, text[rest..].TrimStart(' ', '\t'));
        }

        var delimiter = Delimiter(text);
        if (delimiter is null)
        {
            return Delimiter(text.TrimStart()) is { } late
                ? throw new FrontMatterException(1, 1, $"the opening {late} must be the first line of the file")
                : new FrontMatter(null, text);
        }

        var (start, end, after) = Bounds(text, delimiter)
            ?? throw new FrontMatterException(1, 1, NeverClosed(delimiter, delimiter));
        var matter = text[start..end];
        return new FrontMatter(
            delimiter == "+++" ? TomlFrontMatter.Read(matter, linesBefore: 1) : YamlFrontMatter.Read(matter, linesBefore: 1),
            text[after..]);
    }

    /// <summary>
    /// The id that a file asks for although its head cannot be read. Without it, a slip in the file of an item with its own id
    /// would look as if that item were gone.
    /// </summary>
    /// <param name="sure">False when the head may be cut off, so that an id could still have come.</param>
    public static string? GuessId(string text, out bool sure)
    {
        var json = JsonStart().IsMatch(text);
        var delimiter = json ? "{" : Delimiter(text);
        var bounds = json || delimiter is null ? null : Bounds(text, delimiter);
        sure = text.Length > 0 && (delimiter is null || bounds is not null);
        if (delimiter is null)
        {
            return null;
        }

        var head = bounds is { } found ? text[found.Start..found.End] : text[..Math.Min(text.Length, MaxLength)];
        var match = (json ? JsonId() : PlainId()).Match(head);
        return match.Success && PlainText.Line(match.Groups["id"].Value.Trim().Trim('"', '\''), ItemFile.MaxIdLength) is { Length: > 0 } id
            ? id.Normalize(NormalizationForm.FormC)
            : null;
    }

    public static string NeverClosed(string opening, string closing) =>
        $"the front matter opened by {opening} is not closed by {closing} within {MaxLength / 1024} KiB";

    private static string? Delimiter(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var first = (end < 0 ? text : text[..end]).TrimEnd();
        return first is "---" or "+++" ? first : null;
    }

    private static (int Start, int End, int After)? Bounds(string text, string delimiter)
    {
        var start = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        for (var line = start; start > 0 && line < text.Length && line - start <= MaxLength;)
        {
            var newline = text.IndexOf('\n', line);
            var next = newline < 0 ? text.Length : newline + 1;
            var content = text.AsSpan(line, next - line).TrimEnd();

            // "..." ends a YAML document, and Jekyll and Pandoc let it end the head.
            if (content.SequenceEqual(delimiter) || (delimiter == "---" && content is "..."))
            {
                return (start, line, next);
            }

            line = next;
        }

        return null;
    }

    // A brace that opens a shortcode ({{<) or a Liquid tag ({%) begins the text, not an object.
    [GeneratedRegex(@"^\{(?:\s*[""}]|[ \t]*\n|$)", RegexOptions.NonBacktracking)]
    private static partial Regex JsonStart();

    [GeneratedRegex("""^[Ii][Dd][ \t]*[:=](?<id>[^\n#]*)""", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex PlainId();

    [GeneratedRegex("""[\n{,][ \t]*"[Ii][Dd]"[ \t]*:[ \t]*(?<id>"[^"\n]*"|[0-9]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex JsonId();
}
