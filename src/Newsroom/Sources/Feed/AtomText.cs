using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Texts and persons of Atom (RFC 4287, sections 3.1, 3.2 and 4.1.3), and of Atom 0.3 with its <c>mode</c>.</summary>
internal static class AtomText
{
    private enum Form
    {
        Text,
        Html,
        Elements,
        Unreadable,
    }

    /// <summary>One line of plain text; null for what is not text.</summary>
    public static string? Plain(FeedElement text) => FormOf(text) switch
    {
        Form.Text => PlainText.Line(text.Text),
        Form.Html => HtmlText.Line(text.Text),
        Form.Elements => HtmlText.Line(text.InnerHtml),
        _ => null,
    };

    /// <summary>Clean HTML; null for what is not text, or stands elsewhere (<c>src</c>).</summary>
    public static string? Html(FeedElement text) => text.Attribute("src") is not null ? null : FormOf(text) switch
    {
        Form.Text => HtmlText.FromPlain(text.Text),
        Form.Html => HtmlText.Sanitise(text.Text, text.Address),
        Form.Elements => HtmlText.Sanitise(text.InnerHtml, text.Address),
        _ => null,
    };

    /// <summary>Names of persons, parted by commas; an address only where there is no name.</summary>
    /// <param name="space">Of the elements in them.</param>
    public static string? People(IEnumerable<FeedElement> persons, string space)
    {
        var names = persons
            .Select(person => FeedDraft.Line(person.TextOf(space, "name"), person.Children.Any() ? person.TextOf(space, "email") : FeedLink.Person(person.Text)))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
        return FeedDraft.Line(string.Join(", ", names));
    }

    private static Form FormOf(FeedElement text)
    {
        var type = text.Attribute("type")?.Split(';')[0].Trim().ToLowerInvariant() ?? "text";
        var mode = text.Attribute("mode")?.ToLowerInvariant();
        var form = type switch
        {
            "text" => Form.Text,
            "html" or "text/html" => Form.Html,
            "xhtml" or "application/xhtml+xml" => Form.Elements,
            _ when type.StartsWith("text/", StringComparison.Ordinal) && !type.EndsWith("xml", StringComparison.Ordinal) => Form.Text,
            _ => Form.Unreadable,
        };
        return (form, mode) switch
        {
            (_, "base64") => Form.Unreadable,
            (Form.Html, _) when text.Children.Any() => Form.Elements,
            (Form.Elements, _) when !text.Children.Any() => Form.Html,
            _ => form,
        };
    }
}
