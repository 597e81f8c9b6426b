using System.Text;
using NewsBot.Newsroom.Sources.Page;
using NewsBot.Newsroom.Sources.Reading;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Page;

/// <summary><c>newsbot source read --kind page</c>.</summary>
public sealed class PageReadTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newsbot-page-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Each_item_is_a_line_and_a_refused_page_is_one_line_and_exit_code_1()
    {
        var good = Write("good.html", "<ul><li><a href='/x'>First</a><time datetime='2026-05-01'>May</time><li><a href='/y'>Second</a></ul>");
        var (code, text) = await RunAsync(output => SourceRead.RunAsync("page", good, Options(), output, TestContext.Current.CancellationToken));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 2), (code, lines.Length));
        Assert.StartsWith("""{"id":"https://a.example/x","kind":"story","title":"First","link":"https://a.example/x","summary":null,"body":null""", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"published\":\"2026-05-01T00:00:00+02:00\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"state\":\"public\"", lines[1], StringComparison.Ordinal);

        var bad = Write("bad.html", "<p>Log in</p>");
        (code, text) = await RunAsync(output => SourceRead.RunAsync("page", bad, Options(), output, TestContext.Current.CancellationToken));
        Assert.Equal(1, code);
        Assert.Matches("^\\{\"error\":\"the page has no element that is a row[^\n]*\\}\n$", text);
    }

    [Fact]
    public async Task A_list_of_pages_goes_on_behind_a_bad_one_and_every_line_has_its_case()
    {
        var list = Write("list.tsv", $"one\t{Write("1.html", "<p>Log in</p>")}\thttps://b.example/\ntwo\t{Write("2.html", "<li><a href=z>Z</a>")}\thttps://c.example/t/\ttext/html\n");
        var (code, text) = await RunAsync(output => SourceRead.RunListAsync("page", list, Options(), output, TestContext.Current.CancellationToken));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 2), (code, lines.Length));
        Assert.StartsWith("""{"case":"one","error":""", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("""{"case":"two","id":"https://c.example/t/z",""", lines[1], StringComparison.Ordinal);
    }

    private static SourceReadOptions Options() => new()
    {
        Base = new Uri("https://a.example/list"),
        Selectors = PageSelectors.Parse("""{ "row": "li", "title": "a", "link": "a@href", "date": "time" }"""u8),
        Zone = "Europe/Berlin",
        Now = Some.Monday,
    };

    private static async Task<(int Code, string Text)> RunAsync(Func<TextWriter, Task<int>> read)
    {
        await using var output = new StringWriter();
        return (await read(output), output.ToString());
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text, Encoding.UTF8);
        return path;
    }
}
