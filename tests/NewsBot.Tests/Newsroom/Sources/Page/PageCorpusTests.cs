using System.Globalization;
using System.Text;
using System.Text.Json;
using NewsBot.Newsroom.Sources.Page;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Page;

/// <summary>Topic pages made by hand; beside each stands why it is there, how it is read and what must come out.</summary>
public sealed class PageCorpusTests
{
    private static readonly string Corpus = Repository.Path("tests", "NewsBot.Tests", "Newsroom", "Sources", "Page", "Corpus");

    public static TheoryData<string> Cases => [.. Directory.GetFiles(Corpus, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Cases))]
    public void A_page_gives_the_items_that_a_person_sees(string name)
    {
        using var written = JsonDocument.Parse(File.ReadAllText(Path.Combine(Corpus, $"{name}.json")));
        var root = written.RootElement;
        Assert.NotEqual("", root.GetProperty("reason").GetString());
        var selectors = root.TryGetProperty("selectors", out var said) ? PageSelectors.Parse(Encoding.UTF8.GetBytes(said.GetRawText())) : new PageSelectors();

        var page = PageReader.Read(Bytes(name, Text(root, "encoding")), "text/html", Text(root, "base") is { } address ? new Uri(address) : null, selectors, Zone(root));

        Assert.Equal(root.GetProperty("items").EnumerateArray().Select(Wanted), page.Records.Select(Shown));
        Assert.All(page.Records, record => Assert.Matches("^[0-9a-f]{64}$", record.ContentHash));
    }

    [Fact]
    public void There_are_at_least_six_pages() => Assert.True(Cases.Count >= 6);

    // The repository holds UTF-8; what a test needs in another encoding it makes.
    private static byte[] Bytes(string name, string? encoding)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Corpus, $"{name}.html"));
        return encoding is null ? bytes : CodePagesEncodingProvider.Instance.GetEncoding(encoding)!.GetBytes(Encoding.UTF8.GetString(bytes));
    }

    private static TimeZoneInfo Zone(JsonElement root) => TimeZoneInfo.FindSystemTimeZoneById(Text(root, "zone") ?? "UTC");

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Wanted(JsonElement item) =>
        string.Join('\n', item.EnumerateObject().Select(member => $"{member.Name}: {member.Value.GetString()}"));

    private static string Shown(NewsBot.Newsroom.Items.Record record) =>
        string.Join('\n',
        [
            $"id: {record.ExternalId}",
            $"title: {record.Title}",
            $"summary: {record.Summary}",
            $"image: {record.Image?.Address}",
            $"alt: {record.Image?.Alt}",
            $"published: {record.PublishedAt?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)}",
            $"topics: {string.Join(' ', record.Topics)}",
        ]);
}
