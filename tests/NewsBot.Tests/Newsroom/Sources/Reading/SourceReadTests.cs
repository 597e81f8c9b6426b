using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NewsBot.Newsroom.Sources.Reading;
using NewsBot.Tests.Newsroom.Sources.Folder;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Reading;

public sealed class SourceReadTests : IDisposable
{
    private const string Feed = """<rss version="2.0"><channel><item><title>Pört</title><link>/port</link><guid>1</guid><pubDate>Tue, 24 Nov 2099 10:15:00 EST</pubDate></item></channel></rss>""";

    private readonly ContentFolder folder = new();
    private readonly SourceReadOptions options = new() { Now = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero) };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_item_of_a_feed_has_the_keys_of_every_item_and_is_public_whatever_its_date()
    {
        folder.Write("feed.xml", Feed);

        var line = Assert.Single(await ReadAsync("feed.xml", options with { Base = new Uri("https://x.example/feed") }, expected: 0));

        Assert.Equal(
            ["id", "kind", "title", "link", "summary", "body", "image", "alt", "credit", "author", "published", "updated", "topics", "state", "notify", "deadline", "starts", "ends", "location", "expires", "correction", "warnings"],
            line.AsObject().Select(field => field.Key));
        Assert.Equal(("1", "Pört", "https://x.example/port", "2099-11-24T10:15:00-05:00", "public"), ((string?)line["id"], (string?)line["title"], (string?)line["link"], (string?)line["published"], (string?)line["state"]));
    }

    [Fact]
    public async Task A_refused_document_is_one_line_and_exit_1()
    {
        folder.Write("page.html", "<html>\n</html>").Write("big.xml", new string(' ', 17 * 1024 * 1024)).Write("empty.xml", "<rss/>");

        Assert.Equal("the document is an HTML page, not a feed", (string?)Assert.Single(await ReadAsync("page.html", options, expected: 1))["error"]);
        Assert.Equal("the document is larger than 16 MiB", (string?)Assert.Single(await ReadAsync("big.xml", options, expected: 1))["error"]);
        Assert.Contains("none.xml", (string?)Assert.Single(await ReadAsync("none.xml", options, expected: 1))["error"], StringComparison.Ordinal);
        Assert.Contains("is a folder", (string?)Assert.Single(await ReadAsync(".", options, expected: 1))["error"], StringComparison.Ordinal);
        Assert.Empty(await ReadAsync("empty.xml", options, expected: 0));
    }

    [Fact]
    public async Task A_list_names_the_case_in_every_line_and_goes_on_after_refusals()
    {
        File.WriteAllBytes(folder["windows.xml"], CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(Feed.Replace("Pört", "Порт", StringComparison.Ordinal)));
        folder.Write("feed.xml", Feed).Write("none.txt", "nothing").Write("empty.xml", "<rss/>");
        folder.Write("list", $"a\t{folder["feed.xml"]}\thttps://x.example/\t\nb\t{folder["none.txt"]}\t\t\nc\t{folder["windows.xml"]}\t\ttext/xml; charset=windows-1251\nd\t{folder["empty.xml"]}\ne\t{folder["gone.xml"]}\t\t\nf\t{folder["feed.xml"]}\tfile:///x\t\ng\n");
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        Assert.Equal(0, await SourceRead.RunListAsync("feed", folder["list"], options, output, TestContext.Current.CancellationToken));

        Assert.Equal(
            ["a Pört https://x.example/port ", "b   error", "c Порт  ", "e   error", "f   error", "g   error"],
            Lines(output).Select(line => $"{line["case"]} {line["title"]} {line["link"]} {(line["error"] is null ? "" : "error")}"));
    }

    [Fact]
    public async Task What_a_reader_did_not_foresee_is_one_line_too()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        folder.Write("feed.xml", Feed);
        var read = DocumentRead.Of((_, _) => throw new InvalidDataException("first line\nsecond line"));

        Assert.False(await SourceRead.RunAsync(read, folder["feed.xml"], options, output, "7", TestContext.Current.CancellationToken));

        Assert.Equal("""{"case":"7","error":"InvalidDataException: first line second line"}""", Assert.Single(Lines(output)).ToJsonString());
    }

    private async Task<JsonNode[]> ReadAsync(string path, SourceReadOptions how, int expected)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(expected, await SourceRead.RunAsync("feed", folder[path], how, output, TestContext.Current.CancellationToken));
        return Lines(output);
    }

    private static JsonNode[] Lines(StringWriter output) =>
        [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
