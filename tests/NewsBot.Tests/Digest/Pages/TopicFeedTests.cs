using System.Text;
using System.Xml;
using System.Xml.Linq;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Pages;

/// <summary>The feed is read again by the reader that reads everybody's feeds, and by rules of RFC 4287 that are written down here.</summary>
public sealed class TopicFeedTests : IAsyncLifetime
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private const string Evil = "]]></title><script>alert(1)</script> & &amp; \u0001\u0008\uFFFE\uFFFF \u202Etxt\u2066 {{ 7 * 7 }}\r\n";

    private PageWorld pages = null!;

    public static bool HasXmllint => AtomSchema.IsPossible;

    public async ValueTask InitializeAsync() => pages = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => pages.DisposeAsync();

    [Fact]
    public async Task The_feed_is_valid_and_says_what_the_page_says()
    {
        var item = await pages.PublishAsync(Some.Record(title: "New gauges & <more>") with { Author = "Ana Silva", Correction = "It was Tuesday." });
        await pages.PublishAsync(Some.Record(title: "Joint patrols") with { Url = null, Summary = null });
        var reply = await pages.GetAsync("/t/water.atom");
        Assert.Equal("application/atom+xml; charset=utf-8", reply.Content.Headers.ContentType!.ToString());
        var bytes = await reply.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var feed = Valid(bytes);
        Assert.Equal("tag:news.example.org,2026:topic/water", feed.Element(Atom + "id")!.Value);
        Assert.Equal("Water Policy – Northern Coast News", feed.Element(Atom + "title")!.Value);

        var read = FeedReader.Read(bytes, "application/atom+xml", new Uri("https://news.example.org/t/water.atom"));
        Assert.Empty(read.Refusals);
        Assert.Equal(new Uri("https://news.example.org/t/water.atom"), read.Self);
        Assert.Equal(["Joint patrols", "New gauges & <more>"], read.Records.Select(record => record.Title));
        var first = read.Records[1];
        Assert.Equal((item.Url, "Ana Silva", item.PublicAt), (first.Url, first.Author, first.PublishedAt));
        Assert.Equal($"tag:news.example.org,2026:item/{item.Id}", first.ExternalId);
        Assert.StartsWith("Correction. It was Tuesday.", first.Summary, StringComparison.Ordinal);
        Assert.EndsWith("Summary 1", first.Summary, StringComparison.Ordinal);
        Assert.StartsWith("https://news.example.org/t/water#item-", read.Records[0].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_that_matters_moves_the_date_of_its_entry_and_keeps_its_id_and_a_spelling_does_not()
    {
        var item = await pages.PublishAsync(Some.Record(title: "The ministers of both countries met in Lisbon"));
        var before = await EntryAsync();
        pages.World.Store.Time.Advance(TimeSpan.FromHours(2));
        await pages.World.Db.WriteAsync(tx => CorrectItem.RunAsync(tx, item.Id, new ItemEdit { Title = "The ministers of both countries met in Lisbon." }));
        Assert.Equal(before.Element(Atom + "updated")!.Value, (await EntryAsync()).Element(Atom + "updated")!.Value);

        await pages.World.Db.WriteAsync(tx => CorrectItem.RunAsync(tx, item.Id, new ItemEdit { Correction = "It was in Porto." }));
        var after = await EntryAsync();
        Assert.Equal(before.Element(Atom + "id")!.Value, after.Element(Atom + "id")!.Value);
        Assert.Equal(before.Element(Atom + "published")!.Value, after.Element(Atom + "published")!.Value);
        Assert.Equal(pages.World.Store.Time.GetUtcNow(), DateTimeOffset.Parse(after.Element(Atom + "updated")!.Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Hostile_texts_are_text()
    {
        await PublishEvilAsync();
        var text = await pages.TextAsync("/t/water.atom");
        var feed = Valid(Encoding.UTF8.GetBytes(text));
        Assert.DoesNotContain("javascript:", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain(text, character => character is '\u202E' or '\u2066' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(character));
        Assert.True(text.Length < 5_000, $"{text.Length}");
        Assert.Contains("{{ 7 * 7 }}", feed.Element(Atom + "entry")!.Element(Atom + "title")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_without_news_has_a_valid_feed_and_no_topic_has_none()
    {
        Assert.Empty(Valid(Encoding.UTF8.GetBytes(await pages.TextAsync("/t/water.atom"))).Elements(Atom + "entry"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await pages.GetAsync("/t/nothing.atom")).StatusCode);
    }

    [Fact(Skip = "xmllint is not on the PATH (package libxml2-utils)", SkipUnless = nameof(HasXmllint))]
    public async Task The_grammar_of_Atom_takes_a_feed_with_nothing_with_everything_and_with_hostile_texts()
    {
        var ct = TestContext.Current.CancellationToken;
        async Task<byte[]> FeedAsync() => await (await pages.GetAsync("/t/water.atom")).Content.ReadAsByteArrayAsync(ct);
        Assert.Empty(await AtomSchema.ErrorsAsync(await FeedAsync(), ct));
        await pages.PublishAsync(Some.Record(title: "New gauges & <more>") with { Author = "Ana Silva", Correction = "It was Tuesday." });
        await pages.PublishAsync(Some.Record(title: "Joint patrols") with { Url = null, Summary = null });
        await PublishEvilAsync();
        var feed = await FeedAsync();
        Assert.Empty(await AtomSchema.ErrorsAsync(feed, ct));

        // It can refuse: an entry needs its title.
        var broken = Encoding.UTF8.GetString(feed).Replace("<title>Joint patrols</title>", "", StringComparison.Ordinal);
        Assert.Contains("entry", await AtomSchema.ErrorsAsync(Encoding.UTF8.GetBytes(broken), ct), StringComparison.Ordinal);
    }

    private async Task PublishEvilAsync()
    {
        await pages.World.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "water", Evil));
        await pages.PublishAsync(Some.Record(title: Evil + new string('語', 10_000)) with { Summary = Evil + new string('x', 10_000), Author = Evil, Correction = Evil, Url = "javascript:alert(1)" });
    }

    private async Task<XElement> EntryAsync() => Valid(Encoding.UTF8.GetBytes(await pages.TextAsync("/t/water.atom"))).Elements(Atom + "entry").Single();

    // RFC 4287, 4.1.1 and 4.1.2: what must be there, and what only once.
    private static XElement Valid(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = true });
        var feed = XDocument.Load(reader).Root!;
        Assert.Equal(Atom + "feed", feed.Name);
        var entries = feed.Elements(Atom + "entry").ToList();
        Assert.Single(feed.Elements(Atom + "author"));
        Assert.Single(feed.Elements(Atom + "link"), link => (string?)link.Attribute("rel") == "self");
        Assert.All(entries.Prepend(feed), part =>
        {
            foreach (var name in new[] { "id", "title", "updated" })
            {
                Assert.NotEmpty(Assert.Single(part.Elements(Atom + name)).Value);
            }

            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", part.Element(Atom + "updated")!.Value);
            Assert.InRange(part.Elements(Atom + "summary").Count(), 0, 1);
            Assert.Single(part.Elements(Atom + "link"), link => (string?)link.Attribute("rel") == "alternate");
            Assert.All(part.Elements(Atom + "link"), link => Assert.True(new Uri((string)link.Attribute("href")!).Scheme is "https" or "http"));
            Assert.All(part.Elements(Atom + "author"), author => Assert.NotEmpty(author.Element(Atom + "name")!.Value));
        });
        Assert.Equal(entries.Count, entries.Select(entry => entry.Element(Atom + "id")!.Value).Distinct(StringComparer.Ordinal).Count());
        return feed;
    }
}
