using System.Net;
using System.Text;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>An element of a feed with all that stands in it, at most <see cref="FeedLimits.Depth"/> deep.</summary>
/// <param name="space">One of <see cref="FeedNames"/>, or the whole name of another namespace.</param>
/// <param name="name">Without prefix.</param>
/// <param name="address">What relative addresses in it are completed by: the nearest <c>xml:base</c>, or the document's address.</param>
internal sealed class FeedElement(string space, string name, Uri? address)
{
    private readonly List<object> nodes = [];
    private readonly Dictionary<string, string> attributes = new(StringComparer.OrdinalIgnoreCase);

    public Uri? Address => address;

    public string Name => name;

    public IEnumerable<FeedElement> Children => nodes.OfType<FeedElement>();

    /// <summary>All text in it, also of elements in elements, as it stands; at most <see cref="FeedLimits.Text"/>.</summary>
    public string Text
    {
        get
        {
            if (nodes is [string only])
            {
                return only.Length > FeedLimits.Text ? only[..FeedLimits.Text] : only;
            }

            var text = new StringBuilder();
            AppendText(text);
            return text.ToString();
        }
    }

    /// <summary>
    /// As HTML: text alone is taken for HTML that was escaped, as RSS does; with elements in it, the elements are the HTML.
    /// </summary>
    public string Html => Children.Any() ? InnerHtml : Text;

    /// <summary>What stands in it as HTML, with absolute addresses; text is text.</summary>
    public string InnerHtml
    {
        get
        {
            var html = new StringBuilder();
            AppendInner(html);
            return html.ToString();
        }
    }

    public bool Is(string ofSpace, string ofName) => space == ofSpace && name.Equals(ofName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Value of an attribute, trimmed; null when it is missing or blank.</summary>
    public string? Attribute(string attribute) => attributes.TryGetValue(attribute, out var value) && value.Trim() is { Length: > 0 } text ? text : null;

    public IEnumerable<FeedElement> All(string ofSpace, string ofName) => Children.Where(child => child.Is(ofSpace, ofName));

    public FeedElement? First(string ofSpace, string ofName) => All(ofSpace, ofName).FirstOrDefault();

    /// <summary>Trimmed text of the first such child that has any; null without one.</summary>
    public string? TextOf(string ofSpace, string ofName) =>
        All(ofSpace, ofName).Select(child => child.Text.Trim()).FirstOrDefault(text => text.Length > 0);

    public void Add(object node) => nodes.Add(node);

    public void AddAttribute(string attribute, string value) => attributes.TryAdd(attribute, value);

    private void AppendText(StringBuilder text)
    {
        foreach (var node in nodes)
        {
            if (text.Length >= FeedLimits.Text)
            {
                return;
            }

            if (node is FeedElement child)
            {
                child.AppendText(text);
            }
            else if (node is string part)
            {
                text.Append(part, 0, Math.Min(part.Length, FeedLimits.Text - text.Length));
            }
        }
    }

    private void AppendInner(StringBuilder html)
    {
        foreach (var node in nodes)
        {
            if (html.Length >= FeedLimits.Text)
            {
                return;
            }

            if (node is FeedElement child)
            {
                child.AppendTo(html);
            }
            else if (node is string part)
            {
                html.Append(WebUtility.HtmlEncode(part.Length > FeedLimits.Text ? part[..FeedLimits.Text] : part));
            }
        }
    }

    private void AppendTo(StringBuilder html)
    {
        html.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (attribute.Contains(':', StringComparison.Ordinal))
            {
                continue;
            }

            var shown = attribute is "href" or "src" ? WebAddress.Resolve(value, address) ?? value : value;
            html.Append(' ').Append(attribute).Append("=\"").Append(WebUtility.HtmlEncode(shown)).Append('"');
        }

        html.Append('>');
        AppendInner(html);
        if (!HtmlWords.Void.Contains(name))
        {
            html.Append("</").Append(name).Append('>');
        }
    }
}
