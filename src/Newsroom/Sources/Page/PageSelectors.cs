using System.Text.Json;
using AngleSharp.Css.Parser;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Page;

/// <summary>
/// Where the parts of an item stand on a page: CSS selectors, within the row but for <see cref="Row"/>. One that ends in <c>@name</c> takes
/// that attribute, and <c>@name</c> alone one of the row itself, which <c>:scope</c> is too. Null: where such a part usually is.
/// </summary>
public sealed record PageSelectors
{
    /// <summary>Longest selector in characters.</summary>
    private const int MaxLength = 500;

    private static readonly JsonSerializerOptions Lenient = new() { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Every element that it finds is an item. Null: the shapes that Drupal gives its listings.</summary>
    public string? Row { get; init; }

    public string? Title { get; init; }

    public string? Link { get; init; }

    public string? Summary { get; init; }

    public string? Image { get; init; }

    public string? Date { get; init; }

    /// <summary>Looked for on the whole page when no row has one.</summary>
    public string? Topic { get; init; }

    /// <summary>From JSON with the members <c>row, title, link, summary, image, date, topic</c>.</summary>
    /// <exception cref="SourceException">It is none, or a selector is wrong.</exception>
    public static PageSelectors Parse(ReadOnlySpan<byte> json)
    {
        Dictionary<string, string?>? members;
        try
        {
            members = JsonSerializer.Deserialize<Dictionary<string, string?>>(json, Lenient);
        }
        catch (JsonException)
        {
            members = null;
        }

        var selectors = new PageSelectors();
        foreach (var (name, selector) in members ?? throw new SourceException("the selectors are no JSON object of texts, such as { \"row\": \".news li\", \"title\": \"a\" }"))
        {
            selectors = name switch
            {
                "row" => selectors with { Row = selector },
                "title" => selectors with { Title = selector },
                "link" => selectors with { Link = selector },
                "summary" => selectors with { Summary = selector },
                "image" => selectors with { Image = selector },
                "date" => selectors with { Date = selector },
                "topic" => selectors with { Topic = selector },
                _ => throw new SourceException($"the selector \"{PlainText.Line(name, 60)}\" is unknown; known are row, title, link, summary, image, date and topic"),
            };
        }

        return selectors.Problems("the selectors").FirstOrDefault() is { } problem ? throw new SourceException(problem) : selectors;
    }

    /// <summary>What is wrong with them, each with the full name of its key; empty when nothing is.</summary>
    public IEnumerable<string> Problems(string key)
    {
        foreach (var (name, selector) in new[] { ("row", Row), ("title", Title), ("link", Link), ("summary", Summary), ("image", Image), ("date", Date), ("topic", Topic) })
        {
            if (selector is not null && (string.IsNullOrWhiteSpace(selector) || !IsSelector(PageSelector.Parse(selector), name == "row")))
            {
                yield return $"{key}.{name}: \"{PlainText.Line(selector, 80)}\" is no CSS selector{(name == "row" ? "" : ", alone or with @attribute at its end")}.";
            }
        }
    }

    private static bool IsSelector(PageSelector selector, bool isRow)
    {
        if (selector.Css.Length > MaxLength || (isRow && (selector.Attribute is not null || selector.Css.Length == 0)))
        {
            return false;
        }

        try
        {
            return selector.Css.Length == 0 || new CssSelectorParser().ParseSelector(selector.Css) is not null;
        }
        catch (AngleSharp.Dom.DomException)
        {
            return false;
        }
    }
}
