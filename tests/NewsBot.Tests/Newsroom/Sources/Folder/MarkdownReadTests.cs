using System.Text.Json;
using System.Text.Json.Nodes;
using NewsBot.Newsroom.Sources.Reading;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

public sealed class MarkdownReadTests : IDisposable
{
    private readonly ContentFolder folder = new();
    private readonly SourceReadOptions options = new() { Now = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero) };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_published_item_is_one_line_with_every_key()
    {
        folder.Write("port/index.md", "---\ntitle: Port\ndate: 2026-11-20 08:00:00.5 +0100\nimage: my photo.png\nalt: A dot\nlink: /port\n---\nText.").Write("port/my photo.png", ContentFolder.Png);

        var line = Assert.Single(await ReadAsync(folder.Root, options with { Base = new Uri("https://news.example.org/n/") }, expected: 0));

        Assert.Equal(
            """{"file":"port/index.md","status":"published","id":"port/index.md","kind":"story","title":"Port","link":"https://news.example.org/port","summary":"Text.","body":"Text.","image":"https://news.example.org/n/port/my%20photo.png","alt":"A dot","credit":null,"author":null,"published":"2026-11-20T08:00:00.5+01:00","updated":null,"topics":[],"state":"public","notify":"normal","deadline":null,"starts":null,"ends":null,"location":null,"expires":null,"correction":null,"warnings":[]}""",
            line.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task Without_a_base_images_stay_relative()
    {
        folder.Write("port/index.md", "---\ntitle: Port\nimage: a.png\nalt: A dot\nlink: /port\n---\nText.").Write("port/a.png", ContentFolder.Png);

        var line = Assert.Single(await ReadAsync(folder.Root, options, expected: 0));

        Assert.Equal("port/a.png", (string?)line["image"]);
        Assert.Null(line["link"]);
        Assert.Equal("port/index.md:5: link: \"/port\" is no http(s) address and no site is configured to complete it; the item goes without it", (string?)line["warnings"]![0]);
    }

    [Fact]
    public async Task Every_file_of_a_folder_has_a_status()
    {
        folder
            .Write("a.md", "# A")
            .Write("b.md", "---\ntitle: B\ndraft: true\n---\n")
            .Write("c.md", "---\ntitle: C\ndate: 2026-11-24T10:00:00+01:00\n---\n")
            .Write("d.md", "---\ntitle: D\ndate: 2026-11-24T10:00:01+01:00\n---\n")
            .Write("e.md", "---\ntitle: E\nexpiryDate: 2026-11-24T09:00:00Z\n---\n")
            .Write("f.md", "---\ntitle: F: f\n---\n")
            .Write("g.md~", "# G")
            .Write("h.txt", "H");

        Assert.Equal(
            [
                "a.md published ",
                "b.md draft draft: true",
                "c.md published ",
                "d.md scheduled to be published on 2026-11-24T10:00:01+01:00",
                "e.md expired expired on 2026-11-24T09:00:00+00:00",
                "f.md invalid f.md:2:9: mapping values are not allowed here; put a value that contains a colon in quotes",
                "g.md~ ignored a hidden file or an editor's working copy",
            ],
            (await ReadAsync(folder.Root, options, expected: 0)).Select(line => $"{line["file"]} {line["status"]} {line["reason"]}"));
    }

    [Fact]
    public async Task One_invalid_file_is_one_line_and_exit_1()
    {
        folder.Write("port.md", "no title");
        var line = Assert.Single(await ReadAsync(folder["port.md"], options, expected: 1));
        Assert.Equal(("port.md", "invalid"), ((string?)line["file"], (string?)line["status"]));
    }

    [Fact]
    public async Task A_draft_is_one_line_and_exit_0()
    {
        folder.Write("_drafts/port.md", "# Port").Write("plain.txt", "# Text");
        Assert.Equal("draft", (string?)Assert.Single(await ReadAsync(folder["_drafts/port.md"], options, expected: 0))["status"]);
        Assert.Equal("published", (string?)Assert.Single(await ReadAsync(folder["plain.txt"], options, expected: 0))["status"]);
    }

    [Fact]
    public async Task What_cannot_be_read_is_an_error_line_and_exit_1()
    {
        Assert.Contains("There is no file", (string?)Assert.Single(await ReadAsync(folder["none.md"], options, expected: 1))["error"], StringComparison.Ordinal);
        Assert.Contains("no IANA time zone", (string?)Assert.Single(await ReadAsync(folder.Root, options with { Zone = "Mars" }, expected: 1))["error"], StringComparison.Ordinal);
        Assert.Contains("no http(s) address", (string?)Assert.Single(await ReadAsync(folder.Root, options with { Base = new Uri("file:///tmp") }, expected: 1))["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_goes_on_after_errors_and_names_each_case()
    {
        folder.Write("a.md", "# A").Write("b.md", "no title").Write("f/c.md", "# C").Write("f/d.md", "---\ntitle: D\nlink: /d\n---\n");
        folder.Write("list", $"1\t{folder["a.md"]}\t\t\n2\t{folder["none.md"]}\n\n3\t{folder["b.md"]}\t\ttext/markdown\r\n4\n5\t{folder["f"]}\thttps://x.example/\t\n6\t{folder["a.md"]}\tnonsense\n");
        var output = new StringWriter();

        Assert.Equal(0, await SourceRead.RunListAsync("markdown", folder["list"], options, output, TestContext.Current.CancellationToken));

        Assert.Equal(
            ["1 published ", "2  error", "3 invalid ", "4  error", "5 published ", "5 published https://x.example/d", "6  error"],
            Lines(output).Select(line => $"{line["case"]} {line["status"]} {line["link"]}{(line["error"] is null ? "" : "error")}"));
    }

    [Fact]
    public async Task A_missing_list_is_exit_1()
    {
        var output = new StringWriter();
        Assert.Equal(1, await SourceRead.RunListAsync("markdown", folder["none"], options, output, TestContext.Current.CancellationToken));
        Assert.NotNull(Assert.Single(Lines(output))["error"]);
    }

    private static async Task<JsonNode[]> ReadAsync(string path, SourceReadOptions options, int expected)
    {
        var output = new StringWriter();
        Assert.Equal(expected, await SourceRead.RunAsync("markdown", path, options, output, TestContext.Current.CancellationToken));
        return Lines(output);
    }

    private static JsonNode[] Lines(StringWriter output) =>
        [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
