using AngleSharp.Dom;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>What HTML's elements and attributes mean for a reader.</summary>
internal static class HtmlNames
{
    /// <summary>Wider tables are data, not reading.</summary>
    public const int MaxColumns = 20;

    public static readonly Dictionary<string, Style> Styles = new(StringComparer.Ordinal)
    {
        ["b"] = Style.Strong,
        ["strong"] = Style.Strong,
        ["i"] = Style.Emphasis,
        ["em"] = Style.Emphasis,
        ["cite"] = Style.Emphasis,
        ["dfn"] = Style.Emphasis,
        ["var"] = Style.Emphasis,
        ["s"] = Style.Strike,
        ["strike"] = Style.Strike,
        ["del"] = Style.Strike,
    };

    /// <summary>Begin and end a paragraph, and are nothing else.</summary>
    public static readonly HashSet<string> Containers = new(StringComparer.Ordinal)
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "address", "figure", "figcaption", "center", "details",
        "dl", "dd", "li", "hr", "hgroup", "fieldset", "caption", "tbody", "tr", "td", "th",
    };

    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        "script", "style", "template", "head", "title", "iframe", "object", "embed", "applet", "svg", "math", "canvas", "audio", "video",
        "button", "select", "textarea", "datalist", "map", "noembed", "noframes", "rp",
    };

    private const string Digits = "0123456789+-=()n";
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ";
    private const string Lowered = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ";

    public static bool IsLeftOut(IElement element)
    {
        var name = element.LocalName;
        return LeftOut.Contains(name) || element.HasAttribute("hidden")
            || (name == "input" && element.GetAttribute("type") != "checkbox")
            || element.ClassList.Any(kind => kind is "footnotes" or "footnote-ref" or "footnote-back-ref" or "footnote-backref")
            || element.GetAttribute("role") is "doc-endnotes" or "doc-noteref" or "doc-backlink"
            || (name == "a" && element.GetAttribute("href") is ['#', ..] && (element.TextContent.Trim() is "#" or "¶" or "§" || element.ParentElement?.LocalName == "sup"));
    }

    /// <summary>An empty alternative text says that the picture is decoration; a picture of one point counts readers.</summary>
    public static IEnumerable<Inline> Picture(IElement image)
    {
        var alt = image.GetAttribute("alt");
        var isPoint = image.GetAttribute("width") is "0" or "1" || image.GetAttribute("height") is "0" or "1";
        return isPoint || (alt is not null && string.IsNullOrWhiteSpace(alt)) || (alt is null && SafeLink.Address(image.GetAttribute("src") ?? "") is null)
            ? []
            : [new Inline.Picture(image.GetAttribute("src") ?? "", alt ?? "")];
    }

    /// <summary>As highlighters name it: <c>class="language-x"</c> or <c>lang-x</c> on the code or round it.</summary>
    public static string? Language(IElement preformatted) => preformatted.QuerySelectorAll("code").Take(1).Append(preformatted)
        .SelectMany(element => element.ClassList)
        .Select(kind => kind.StartsWith("language-", StringComparison.Ordinal) ? kind["language-".Length..]
            : kind.StartsWith("lang-", StringComparison.Ordinal) ? kind["lang-".Length..]
            : null)
        .FirstOrDefault(language => language is not null);

    /// <summary>Digits as Unicode's raised or lowered ones; other text as it is.</summary>
    public static string Shifted(string text, bool up) =>
        text.All(Digits.Contains) ? string.Concat(text.Select(digit => (up ? Raised : Lowered)[Digits.IndexOf(digit, StringComparison.Ordinal)])) : text;
}
