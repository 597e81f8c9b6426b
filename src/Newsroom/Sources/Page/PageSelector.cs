using System.Buffers;
using AngleSharp.Dom;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Page;

/// <summary>One selector, parted from the attribute that it takes.</summary>
/// <param name="Css">Empty: the row itself.</param>
/// <param name="Attribute">Null: the text.</param>
internal sealed record PageSelector(string Css, string? Attribute)
{
    /// <summary>The row itself.</summary>
    public const string Scope = ":scope";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:");

    // An @ inside brackets or quotes belongs to the selector.
    public static PageSelector Parse(string text)
    {
        var at = text.LastIndexOf('@');
        return at >= 0 && at < text.Length - 1 && text.AsSpan(at + 1).IndexOfAnyExcept(NameCharacters) < 0
            ? new PageSelector(Css(text[..at]), text[(at + 1)..].ToLowerInvariant())
            : new PageSelector(Css(text), null);

        static string Css(string text) => text.Trim() is var css && css == Scope ? "" : css;
    }

    public IElement? Find(IElement row) => Css.Length == 0 ? row : row.QuerySelector(Css);

    public IEnumerable<IElement> FindAll(IParentNode within) => Css.Length == 0 ? within is IElement row ? [row] : [] : within.QuerySelectorAll(Css);

    /// <summary>The attribute, or the text in one line; null without either.</summary>
    public string? Value(IElement element)
    {
        var text = Attribute is null ? HtmlText.Line(element.InnerHtml) : PlainText.Line(element.GetAttribute(Attribute) ?? "");
        return PlainText.IsVisible(text) ? text : null;
    }
}
