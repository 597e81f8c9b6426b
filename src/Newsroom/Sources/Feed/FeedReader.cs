using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>
/// Bytes of a feed become records: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1 and 1.1. Pure; takes time and memory
/// that grow with the bytes alone, within <see cref="FeedLimits"/>.
/// </summary>
/// <remarks>1. Bytes to text. 2. XML is repaired, then read strictly. 3. Item by item to drafts. 4. Drafts to records.</remarks>
public static class FeedReader
{
    /// <param name="contentType">As the server said it, or null; only its charset is looked at.</param>
    /// <param name="address">Of the document, after redirects; completes relative addresses. Null: those are left out.</param>
    /// <param name="kind">Of every item.</param>
    /// <exception cref="SourceException">The document is no feed, or broken before its first item; the message is one line.</exception>
    public static FeedDocument Read(byte[] bytes, string? contentType, Uri? address, string kind = "story")
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var text = FeedText.Read(bytes, contentType);
        var records = new FeedRecords(kind);
        return text.AsSpan().TrimStart(" \t\r\n\uFEFF") is ['{' or '[', ..]
            ? JsonFeed.Read(text, address, records)
            : ReadXml(text, address, records);
    }

    private static FeedDocument ReadXml(string text, Uri? address, FeedRecords records)
    {
        var document = FeedXml.Read(text, address, (element, isAtom) => records.Add(isAtom ? AtomEntry.Read(element) : RssItem.Read(element)));
        if (document.BreaksOff is { } reason)
        {
            BreakOff(records, reason);
        }

        if (document.HasMore)
        {
            records.Refuse(null, "the feed", $"it has more than {FeedLimits.Items} items; the first of them are read", fatal: false);
        }

        records.Finish(document.IsAtom ? AtomText.People(document.Head.All(FeedNames.Own, "author"), FeedNames.Own) : null);
        return FeedHead.Document(document, records);
    }

    /// <exception cref="SourceException">There is not one item before the place.</exception>
    internal static void BreakOff(FeedRecords records, string reason)
    {
        if (records.Records.Count == 0)
        {
            throw new SourceException($"the feed breaks off before its first item is whole: {PlainText.Line(reason, 200)}");
        }

        records.Refuse(null, "the feed", $"it breaks off after {records.Records.Count} whole items, and those are read: {PlainText.Line(reason, 200)}");
    }
}
