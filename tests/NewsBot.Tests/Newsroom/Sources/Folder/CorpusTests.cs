using System.Diagnostics;
using System.Text.Json.Nodes;
using NewsBot.Newsroom.Sources.Reading;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

/// <summary>
/// Odd Markdown files made by hand: <c>Corpus/Site</c> with <c>Corpus/index.tsv</c>, which says of each why it is there and what becomes
/// of it, and <see cref="OddFiles"/>. UPDATE_GOLDEN=1 writes the lines anew, never the index.
/// </summary>
public sealed class CorpusTests : IDisposable
{
    /// <summary>A hundred and eighty small files and one of 256 KiB; a machine under load gets time too.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);

    private readonly ContentFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_file_of_the_corpus_becomes_what_its_index_says()
    {
        var expected = Index();
        Assert.True(expected.Count >= 60, $"only {expected.Count} files");
        var watch = Stopwatch.StartNew();
        var lines = await ReadAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, ReadLimit);

        Assert.Equal(
            expected.Where(file => file.Status != "none").Select(file => $"{file.Path} {file.Status}").Order(StringComparer.Ordinal),
            lines.Select(line => $"{line["file"]} {line["status"]}").Order(StringComparer.Ordinal));
        Golden.Matches("markdown-corpus.jsonl", string.Concat(lines.Select(line => line["line"] + "\n")));
    }

    [Fact]
    public void The_index_names_every_file_and_a_reason_of_its_own()
    {
        var index = Index();
        Assert.Equal(index.Count, index.Select(file => file.Path).Distinct(StringComparer.Ordinal).Count());
        Assert.All(index, file => Assert.NotEmpty(file.Reason));
        var named = index.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var there = Directory.GetFiles(Site, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".png", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Site, file));
        Assert.DoesNotContain(there, file => !named.Contains(file));
    }

    [Fact]
    public async Task A_file_that_leads_out_of_the_folder_and_one_that_lies_too_deep_are_told_and_not_read()
    {
        var secret = Path.Combine(Path.GetTempPath(), $"newsbot-secret-{Guid.NewGuid():n}.md");
        await File.WriteAllTextAsync(secret, "---\ntitle: Secret\n---\n", TestContext.Current.CancellationToken);
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder.Root, "link.md"), secret);
            folder.Write($"{string.Concat(Enumerable.Repeat("d/", 33))}deep.md", "---\ntitle: Deep\n---\n").Write("a.md", "# A");
            var output = new StringWriter();
            Assert.Equal(1, await SourceRead.RunAsync("markdown", folder.Root, Options(), output, TestContext.Current.CancellationToken));
            Assert.DoesNotContain("Secret", output.ToString(), StringComparison.Ordinal);
            Assert.Equal(
                ["more than 32 folders deep and is not read", "published", "a symbolic link that leads out of the folder"],
                output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
                    .Select(line => (string?)line["error"] is { } error ? error[(error.IndexOf("lies ", StringComparison.Ordinal) + 5)..] : (string?)(line["reason"] ?? line["status"])));
        }
        finally
        {
            File.Delete(secret);
        }
    }

    private static string Site => Repository.Path("tests", "NewsBot.Tests", "Newsroom", "Sources", "Folder", "Corpus", "Site");

    private static SourceReadOptions Options() => new()
    {
        Now = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero),
        Zone = "Europe/Berlin",
        Base = new Uri("https://news.example.org/"),
    };

    private static List<(string Path, string Status, string Reason)> Index() =>
    [
        .. File.ReadLines(Path.Combine(Path.GetDirectoryName(Site)!, "index.tsv")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'))
            .Select(columns => (columns[0], columns[1], columns[2])),
        .. OddFiles.All.Select(file => (file.Path, file.Status, file.Reason)),
    ];

    private async Task<List<JsonNode>> ReadAsync()
    {
        foreach (var file in Directory.GetFiles(Site, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.Root, Path.GetRelativePath(Site, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        OddFiles.Write(folder.Root);
        var output = new StringWriter();
        Assert.Equal(0, await SourceRead.RunAsync("markdown", folder.Root, Options(), output, TestContext.Current.CancellationToken));
        return
        [
            .. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            {
                var node = JsonNode.Parse(line)!;
                node["line"] = line;
                return node;
            }),
        ];
    }
}
