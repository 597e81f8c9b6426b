using System.Globalization;
using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Digest.Languages;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Pages;

/// <summary><c>/t/{slug}.atom</c>: the newest of a topic for feed readers (RFC 4287).</summary>
public sealed class TopicFeed(Db db, PublicSite site, Phrases phrases, TimeProvider time)
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const int MostEntries = 50;
    private const int LongestAuthor = 80;

    // Feed readers ask every ten minutes or less often; what is withdrawn is gone from copies as soon.
    private const string Caching = "public, max-age=300";

    private readonly PageAge age = new(time);

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/t/{slug}.atom", [HttpMethods.Get, HttpMethods.Head], ShowAsync);

    internal static string Path(string slug) => $"{TopicView.Path(slug)}.atom";

    private async Task ShowAsync(HttpContext http)
    {
        var found = await db.ReadAsync(tx => ReadAsync(tx, $"{http.Request.RouteValues["slug"]}"), http.RequestAborted);
        if (found is not (var topic, var items, var topics))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // One language for all: a feed is read by programs, and kept by one for many.
        var view = new TopicView(site, phrases, Phrases.English, time.GetUtcNow());
        await PageReply.FeedAsync(http, Write(topic, items, topics, view), Caching, age);
    }

    private static async Task<(Topic Topic, IReadOnlyList<TopicItem> Items, ILookup<long, OtherTopic> Topics)?> ReadAsync(Tx tx, string slug)
    {
        if (await TopicTable.FindAsync(tx, slug) is not { } topic)
        {
            return null;
        }

        var items = await TopicItems.NewestAsync(tx, topic.Id, PageMark.Newest, MostEntries);
        return (topic, items, await TopicItems.TopicsOfAsync(tx, items));
    }

    private string Write(Topic topic, IReadOnlyList<TopicItem> items, ILookup<long, OtherTopic> topics, TopicView view)
    {
        var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("feed", Atom);
            Element(xml, "id", Tag($"topic/{topic.Slug}"));
            Element(xml, "title", $"{TopicView.Name(topic.Name, topic.Slug)} – {site.Name}");
            Element(xml, "updated", Instant(items.Count == 0 ? DateTimeOffset.UnixEpoch : items.Max(Updated)));
            Link(xml, "self", site.Link(Path(topic.Slug)), "application/atom+xml");
            Link(xml, "alternate", site.Link(TopicView.Path(topic.Slug)), "text/html");
            Author(xml, site.Name);
            foreach (var item in items)
            {
                Entry(xml, topic, item, topics[item.Id], view);
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private void Entry(XmlWriter xml, Topic topic, TopicItem item, IEnumerable<OtherTopic> topics, TopicView view)
    {
        xml.WriteStartElement("entry", Atom);
        Element(xml, "id", Tag(string.Create(CultureInfo.InvariantCulture, $"item/{item.Id}")));
        Element(xml, "title", view.Title(item));
        Element(xml, "published", Instant(item.ShownAt));
        Element(xml, "updated", Instant(Updated(item)));
        Link(xml, "alternate", WebAddress.Of(item.Url) ?? $"{site.Link(TopicView.Path(topic.Slug))}#{TopicView.Anchor(item.Id)}", null);
        if (OneLine.Of(item.Author, LongestAuthor) is { } author)
        {
            Author(xml, author);
        }

        foreach (var other in topics)
        {
            xml.WriteStartElement("category", Atom);
            xml.WriteAttributeString("term", other.Slug);
            xml.WriteAttributeString("label", Inert(TopicView.Name(other.Name, other.Slug)));
            xml.WriteEndElement();
        }

        if (view.Teaser(item) is { } teaser)
        {
            Element(xml, "summary", teaser);
        }

        xml.WriteEndElement();
    }

    // For ever the same, wherever the site moves in the house (RFC 4151): the year is that of the first feed.
    private string Tag(string what) => $"tag:{site.Address.IdnHost},2026:{what}";

    private static DateTimeOffset Updated(TopicItem item) => item.RevisedAt > item.ShownAt ? item.RevisedAt.Value : item.ShownAt;

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Author(XmlWriter xml, string name)
    {
        xml.WriteStartElement("author", Atom);
        Element(xml, "name", name);
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string rel, string address, string? type)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", rel);
        if (type is not null)
        {
            xml.WriteAttributeString("type", type);
        }

        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    // Without a type, the text is text (RFC 4287, 3.1.1): markup in it is shown and not done.
    private static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Atom, Inert(text));

    // The texts have no control characters left; U+FFFE and U+FFFF are none, and XML forbids them (1.0, 2.2).
    private static string Inert(string text) => text.Replace("\uFFFE", "", StringComparison.Ordinal).Replace("\uFFFF", "", StringComparison.Ordinal);

    /// <summary>Makes the declaration say what the answer is sent in.</summary>
    private sealed class Utf8Writer() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
