using System.Net;
using System.Net.Sockets;
using System.Text;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Feed;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Feed;

/// <summary>Feeds that want to hurt: each ends in a result or in one line, with bounded memory, soon.</summary>
public sealed class HostileFeedTests
{
    private const string Items = "<item><title>One</title><link>https://news.example.org/1</link></item>";

    [Fact]
    public void A_billion_laughs_stay_unsaid()
    {
        var entities = string.Concat(Enumerable.Range(1, 9).Select(n => $"<!ENTITY lol{n} \"{string.Concat(Enumerable.Repeat($"&lol{n - 1};", 10))}\">"));
        var read = Read($"<!DOCTYPE rss [<!ENTITY lol0 \"lol\">{entities}]><rss version=\"2.0\"><channel><item><title>a &lol9; b</title></item></channel></rss>");
        Assert.Equal("a &lol9; b", Assert.Single(read.Records).Title);
    }

    [Fact]
    public void One_long_entity_named_often_stays_unsaid()
    {
        var names = string.Concat(Enumerable.Repeat("&a;", 100_000));
        var read = Read($"<!DOCTYPE rss [<!ENTITY a \"{new string('a', 100_000)}\">]><rss><channel><item><title>{names}</title></item></channel></rss>");
        Assert.Equal(1_000, Assert.Single(read.Records).Title.Length);
    }

    [Fact]
    public void Nothing_outside_the_document_is_fetched()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}/x";
        var read = Read($"""
            <?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="{address}"?>
            <!DOCTYPE rss SYSTEM "{address}" [<!ENTITY % p SYSTEM "{address}"> %p; <!ENTITY e SYSTEM "{address}"><!ENTITY f SYSTEM "file:///etc/passwd">]>
            <rss xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {address}">
            <channel><item><title>a&e;b&f;c</title><description>&lt;img src="{address}"&gt;</description><xi:include href="{address}"/></item></channel></rss>
            """);
        Assert.Equal("a&e;b&f;c", Assert.Single(read.Records).Title);
        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData("<a>")]
    [InlineData("<item>")]
    [InlineData("<item><title>")]
    [InlineData("<a b='")]
    [InlineData("<a b=")]
    [InlineData("<a ")]
    [InlineData("</a")]
    [InlineData("<!--")]
    [InlineData("<![CDATA[")]
    [InlineData("<?a")]
    [InlineData("<!DOCTYPE a [")]
    [InlineData("&")]
    [InlineData("&#x110000;")]
    [InlineData("\0")]
    [InlineData("]]>")]
    public void A_million_times_the_same_ends_soon(string part)
    {
        var inside = new StringBuilder().Insert(0, part, 1_000_000).ToString();
        Refused($"<rss><channel>{inside}");
        Assert.Single(Read($"<rss><channel>{Items}{inside}").Records);
        Refused(inside);
    }

    [Fact]
    public void A_million_nested_tags_lose_only_what_comes_after()
    {
        var nested = new StringBuilder().Insert(0, "<div>", 1_000_000).Append('x').Insert(0, "<content:encoded>").ToString();
        var read = Read($"<rss><channel>{Items}<item>{nested}</item>{Items}</channel></rss>");
        Assert.Single(read.Records);
        Assert.Contains("breaks off", Assert.Single(read.Refusals).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b><p>")]
    [InlineData("<p><a href=x>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<svg><math>")]
    [InlineData("<!--")]
    [InlineData("<script>")]
    [InlineData("<a b=\"")]
    [InlineData("<a b='><")]
    [InlineData("<a ")]
    [InlineData("<p></x>")]
    [InlineData("<font a=1></p>")]
    [InlineData("<select><option>")]
    [InlineData("&lt;")]
    public void Hostile_HTML_becomes_plain_text(string part)
    {
        var html = "<p>Hello</p>" + new StringBuilder().Insert(0, part, 500_000 / part.Length);
        var read = Read($"<rss><channel><item><title>One</title><description><![CDATA[{html}]]></description><content:encoded><![CDATA[{html}]]></content:encoded></item></channel></rss>");
        var item = Assert.Single(read.Records);
        Assert.StartsWith("<p>Hello</p>", item.Body, StringComparison.Ordinal);
        Assert.StartsWith("Hello", item.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_tags_as_a_parser_is_given_end_soon()
    {
        // Just below the limits, each tag overlapping the next.
        var overlapping = string.Concat(Enumerable.Range(0, 60).Select(n => $"<b title={n}>")) + new StringBuilder().Insert(0, "<p>x</p>", 3_900);
        Assert.NotNull(Assert.Single(Read($"<rss><channel><item><title>One</title><content:encoded><![CDATA[{overlapping}]]></content:encoded></item></channel></rss>").Records).Body);
    }

    [Fact]
    public void Attributes_are_counted()
    {
        var attributes = string.Concat(Enumerable.Range(0, 500_000).Select(n => $" a{n}='1'"));
        Assert.Single(Read($"<rss{attributes}><channel><item{attributes}><title>One</title></item></channel></rss>").Records);
    }

    [Fact]
    public void Prefixes_are_counted()
    {
        var prefixes = string.Concat(Enumerable.Range(0, 500_000).Select(n => $"<p{n}:a/>"));
        Assert.Single(Read($"<rss><channel>{Items}{prefixes}</channel></rss>").Records);
    }

    [Fact]
    public void Items_are_counted()
    {
        var items = string.Concat(Enumerable.Range(0, 200_000).Select(n => $"<item><title>{n}</title></item>"));
        var read = Read($"<rss><channel>{items}</channel></rss>");
        Assert.Equal(2_000, read.Records.Count);
        Assert.Contains("more than 2000 items", Assert.Single(read.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_item_says_a_million_times_is_cut()
    {
        var many = string.Concat(Enumerable.Range(0, 100_000).Select(n => $"<category>c{n}</category><dc:creator>p{n}</dc:creator><enclosure url='https://x.example/{n}.mp3'/>"));
        var item = Assert.Single(Read($"<rss><channel><item><title>One</title>{many}</item></channel></rss>").Records);
        Assert.Equal((32, 300), (item.Topics.Count, item.Author!.Length));
    }

    [Fact]
    public void Refusals_are_counted()
    {
        var read = Read($"<rss><channel>{string.Concat(Enumerable.Repeat(Items, 1_000))}</channel></rss>");
        Assert.Equal((1, 21), (read.Records.Count, read.Refusals.Count));
    }

    [Fact]
    public void A_title_of_15_MB_is_cut_and_one_of_50_MB_refused()
    {
        Assert.Equal(1_000, Assert.Single(Read($"<rss><channel><item><title>{new string('a', 15_000_000)}</title></item></channel></rss>").Records).Title.Length);
        Assert.Equal("the document is larger than 16 MiB", Refused($"<rss><channel><item><title>{new string('a', 50_000_000)}</title></item></channel></rss>"));
    }

    [Fact]
    public void JSON_is_nested_64_deep_at_most()
    {
        var deep = new string('[', 10_000);
        Assert.Contains("breaks off", Refused($"{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{deep}"), StringComparison.Ordinal);
        Assert.Single(Read($"{{\"items\":[{{\"id\":\"1\",\"title\":\"One\"}},{{\"id\":{deep}").Records);
        Refused(deep);
        Refused(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        var random = new Random(4);
        foreach (var length in (ReadOnlySpan<int>)[0, 1, 2, 3, 4, 5, 100, 100_000])
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Refused(bytes);
            Refused([0xFF, 0xFE, .. bytes]);
            Refused([0xFE, 0xFF, .. bytes]);
            Refused([0x00, 0xD8, .. bytes]);
        }

        Assert.Contains("gzip", Refused([0x1F, 0x8B, 8, 0, .. new byte[100]]), StringComparison.Ordinal);
        Assert.Equal("the document is empty", Refused([.. "  \n "u8]));
    }

    private static FeedDocument Read(string document)
    {
        // A hundred times the document, and what the first use of each parser takes.
        var most = (100L * document.Length) + (256 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            return FeedReader.Read(Encoding.UTF8.GetBytes(document), null, new Uri("https://news.example.org/"));
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        }
    }

    private static string Refused(string document) => OneLine(Assert.Throws<SourceException>(() => Read(document)));

    private static string Refused(byte[] bytes) => OneLine(Assert.Throws<SourceException>(() => FeedReader.Read(bytes, null, null)));

    private static string OneLine(SourceException refused)
    {
        Assert.DoesNotContain('\n', refused.Message);
        Assert.InRange(refused.Message.Length, 1, 400);
        return refused.Message;
    }
}
