using System.Globalization;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>
/// Typed access to front matter. Each reader takes the names that site generators give one thing and uses the first that has a
/// value. A wrong type is an error that names the key and the form expected; a key nobody asks for is none of our business.
/// </summary>
internal sealed class FrontFields(FrontMap map, TimeZoneInfo zone)
{
    /// <exception cref="FrontMatterException">The value is a list or a table.</exception>
    public string? Text(params ReadOnlySpan<string> names)
    {
        var (name, value) = First(names);
        return value switch
        {
            null => null,
            FrontScalar { Text: { } text } => string.IsNullOrWhiteSpace(text) ? null : text,
            _ => throw Wrong(name, value, "expected text"),
        };
    }

    /// <exception cref="FrontMatterException">The value is neither true nor false: to guess could publish a draft.</exception>
    public bool? Flag(string name) => First([name]).Value is { } value
        ? AsFlag(value) ?? throw Wrong(name, value, "expected true or false")
        : null;

    /// <summary>False for what is a flag at times and something else at others, such as Jekyll's and Hugo's <c>published</c>.</summary>
    public bool Denies(string name) => First([name]).Value is { } value && AsFlag(value) == false;

    /// <exception cref="FrontMatterException">The value cannot be read as a date.</exception>
    public DateTimeOffset? Instant(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (First([name]).Value is not { } value || AsFlag(value) is not null || IsEleventyWord(value))
            {
                continue;
            }

            return value is FrontScalar { Text: { } text } && DateText.TryParse(text, zone, out var instant)
                ? instant
                : throw Wrong(name, value, "expected a date such as 2026-11-24 or 2026-11-24T09:00:00+01:00");
        }

        return null;
    }

    /// <summary>A list, or a text with commas.</summary>
    /// <exception cref="FrontMatterException">The value is a table, or holds lists.</exception>
    public IReadOnlyList<string> Words(params ReadOnlySpan<string> names)
    {
        var (name, value) = First(names);
        return value switch
        {
            null => [],
            FrontScalar { Text: { } text } => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            FrontList list => [.. list.Items.Select(item => item is FrontScalar { Text: { } text } ? text : throw Wrong(name, item, "expected a list of words"))],
            _ => throw Wrong(name, value, "expected a list of words"),
        };
    }

    /// <summary>One name, a list of names, or tables with a <c>name</c>.</summary>
    /// <exception cref="FrontMatterException">A table has no name.</exception>
    public string? Names(params ReadOnlySpan<string> names)
    {
        var (name, value) = First(names);
        var people = value is FrontList list ? list.Items : value is null ? [] : [value];
        var joined = string.Join(", ", people.Select(person => person switch
        {
            FrontScalar { Text: var text } => text,
            FrontMap table when table["name"] is FrontScalar { Text: { } text } => text,
            _ => throw Wrong(name, person, "expected a name or a list of names"),
        }));
        return joined.Length == 0 ? null : joined;
    }

    /// <summary>A path or address, a list of which the first counts, or a table of <c>src</c>, <c>alt</c> and <c>credit</c>.</summary>
    /// <exception cref="FrontMatterException">It is something else.</exception>
    public ImageReference? Image(params ReadOnlySpan<string> names)
    {
        var (name, value) = First(names);
        if (value is FrontList { Items: var items })
        {
            value = items.Count == 0 ? null : items[0];
        }

        var table = value is FrontMap map
            ? new FrontFields(map, zone)
            : null;
        var source = value switch
        {
            null => null,
            FrontScalar { Text: var text } => text,
            FrontMap => table!.Text("src", "url", "image", "path"),
            _ => throw Wrong(name, value, "expected a path or a table with src, alt and credit"),
        };
        return string.IsNullOrWhiteSpace(source)
            ? null
            : new ImageReference(
                PlainText.Line(source),
                table?.Text("alt") ?? Text("alt", "imageAlt", "image_alt", "heroImageAlt"),
                table?.Text("credit") ?? Text("credit", "imageCredit", "image_credit"),
                value!.Line);
    }

    /// <summary>Line of the first of these keys; 1 without one.</summary>
    public int LineOf(params ReadOnlySpan<string> names) => First(names).Value?.Line ?? 1;

    public static FrontMatterException Wrong(string name, FrontValue value, string expected) =>
        new(value.Line, value.Column, $"{name}: {Found(value)}; {expected}");

    private static string Found(FrontValue value) => value switch
    {
        FrontScalar { Text: { } text } => $"\"{PlainText.Line(text, 80)}\"",
        FrontList list => string.Create(CultureInfo.InvariantCulture, $"a list of {list.Items.Count}"),
        FrontMap => "a table",
        _ => "nothing",
    };

    // YAML 1.1 and 1.2 differ in what is a boolean, TOML and JSON know two words; a quoted "false" is meant as one too.
    private static bool? AsFlag(FrontValue value) => value is not FrontScalar { Text: { } text }
        ? null
        : text.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "ON" => true,
            "FALSE" or "NO" or "OFF" => false,
            _ => null,
        };

    // Eleventy's words for "ask the file system or git"; a checkout knows neither, so they say nothing.
    private static bool IsEleventyWord(FrontValue value) => value is FrontScalar { Text: { } text }
        && text.Trim().ToUpperInvariant() is "LAST MODIFIED" or "CREATED" or "GIT LAST MODIFIED" or "GIT CREATED";

    private (string Name, FrontValue? Value) First(ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (map[name] is { } value and not FrontScalar { Text: null })
            {
                return (name, value);
            }
        }

        return (names[0], null);
    }
}
