namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>An <c>entry</c> of Atom 1.0 (RFC 4287) or 0.3.</summary>
internal static class AtomEntry
{
    public static FeedDraft Read(FeedElement entry) => new()
    {
        Id = entry.TextOf(FeedNames.Own, "id"),
        Link = FeedLink.Alternate(entry.All(FeedNames.Own, "link")),
        Title = FeedDraft.Line(entry.All(FeedNames.Own, "title").Select(AtomText.Plain)),
        Summary = FeedDraft.Line(entry.All(FeedNames.Own, "summary").Select(AtomText.Plain)),
        Body = entry.All(FeedNames.Own, "content").Select(AtomText.Html).FirstOrDefault(html => html is not null),
        Image = FeedImage.Of(entry),
        Author = AtomText.People(entry.All(FeedNames.Own, "author"), FeedNames.Own)
            ?? FeedDraft.Line(entry.All(FeedNames.Dublin, "creator").Select(creator => creator.Text))
            ?? AtomText.People(entry.First(FeedNames.Own, "source")?.All(FeedNames.Own, "author") ?? [], FeedNames.Own),
        Published = RssItem.Date(entry, (FeedNames.Own, "published"), (FeedNames.Own, "issued"), (FeedNames.Own, "created"), (FeedNames.Dublin, "date")),
        Updated = RssItem.Date(entry, (FeedNames.Own, "updated"), (FeedNames.Own, "modified")),
        Categories = entry.All(FeedNames.Own, "category").Select(category => category.Attribute("term") ?? category.Attribute("label") ?? category.Text)
            .Concat(entry.All(FeedNames.Dublin, "subject").Select(subject => subject.Text)),
    };
}
