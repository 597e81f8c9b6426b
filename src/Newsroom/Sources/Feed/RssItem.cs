using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>An <c>item</c> of RSS 0.9x, 1.0 or 2.0, with the modules that feeds use.</summary>
internal static class RssItem
{
    public static FeedDraft Read(FeedElement item)
    {
        var guid = item.All(FeedNames.Own, "guid").FirstOrDefault(element => element.Text.Trim().Length > 0);
        return new FeedDraft
        {
            Id = guid?.Text.Trim() ?? item.Attribute("rdf:about") ?? item.TextOf(FeedNames.Atom, "id"),
            Link = Link(item, guid),
            Title = FeedDraft.Line(Titles(item)),
            Summary = FeedDraft.Line(Summaries(item)),
            Body = Body(item),
            Image = FeedImage.Of(item),
            Author = Author(item),
            Published = Date(item, (FeedNames.Own, "pubDate"), (FeedNames.Dublin, "date"), (FeedNames.Terms, "issued"), (FeedNames.Terms, "created"), (FeedNames.Terms, "date"), (FeedNames.Atom, "published"), (FeedNames.Own, "date"), (FeedNames.Own, "published")),
            Updated = Date(item, (FeedNames.Atom, "updated"), (FeedNames.Terms, "modified"), (FeedNames.Own, "lastBuildDate"), (FeedNames.Own, "updated")),
            Categories = item.Children
                .Where(child => child.Is(FeedNames.Own, "category") || child.Is(FeedNames.Dublin, "subject") || child.Is(FeedNames.Atom, "category"))
                .Select(child => HtmlText.Line(child.Attribute("term") ?? child.Text)),
        };
    }

    /// <summary>The first date of these that can be read.</summary>
    public static DateTimeOffset? Date(FeedElement item, params (string Space, string Name)[] names) =>
        names.SelectMany(name => item.All(name.Space, name.Name)).Select(element => FeedDate.Parse(element.Text)).FirstOrDefault(date => date is not null);

    private static string? Link(FeedElement item, FeedElement? guid)
    {
        foreach (var link in item.All(FeedNames.Own, "link"))
        {
            if ((WebAddress.Resolve(link.Text, link.Address) ?? WebAddress.Resolve(link.Attribute("href"), link.Address)) is { } address)
            {
                return address;
            }
        }

        // RSS 1.0, section 5.5.2: rdf:about is the same address as the link, if that is possible.
        return FeedLink.Alternate(item.All(FeedNames.Atom, "link"))
            ?? (guid is not null && !"false".Equals(guid.Attribute("isPermaLink"), StringComparison.OrdinalIgnoreCase) ? LinkTemplate.Web(guid.Text.Trim()) : null)
            ?? (item.Attribute("rdf:about") is { } about ? LinkTemplate.Web(about) : null);
    }

    private static IEnumerable<string?> Titles(FeedElement item) =>
        item.Children.Where(child => child.Is(FeedNames.Own, "title")).Select(child => HtmlText.Line(child.Text))
            .Concat(item.All(FeedNames.Dublin, "title").Select(child => HtmlText.Line(child.Text)))
            .Concat(item.All(FeedNames.Atom, "title").Select(AtomText.Plain));

    private static IEnumerable<string?> Summaries(FeedElement item) =>
        item.All(FeedNames.Own, "description").Select(child => HtmlText.Line(child.Html))
            .Concat(item.All(FeedNames.Atom, "summary").Select(AtomText.Plain))
            .Concat(item.All(FeedNames.Dublin, "description").Select(child => HtmlText.Line(child.Text)));

    private static string? Body(FeedElement item) =>
        item.All(FeedNames.Content, "encoded").Select(child => HtmlText.Sanitise(child.Html, child.Address))
            .Concat(item.All(FeedNames.Xhtml, "body").Concat(item.All(FeedNames.Xhtml, "div")).Select(child => HtmlText.Sanitise(child.InnerHtml, child.Address)))
            .Concat(item.All(FeedNames.Atom, "content").Select(AtomText.Html))
            .FirstOrDefault(html => html is not null);

    private static string? Author(FeedElement item)
    {
        var creators = item.All(FeedNames.Dublin, "creator").Select(child => FeedDraft.Line(HtmlText.Line(child.Text))).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return creators.Count > 0
            ? FeedLink.Person(string.Join(", ", creators))
            : item.All(FeedNames.Own, "author").Concat(item.All(FeedNames.Podcast, "author"))
                .Select(child => FeedDraft.Line(HtmlText.Line(FeedLink.Person(child.TextOf(FeedNames.Own, "name") ?? child.Text))))
                .FirstOrDefault(name => name is not null)
                ?? AtomText.People(item.All(FeedNames.Atom, "author"), FeedNames.Atom);
    }
}
