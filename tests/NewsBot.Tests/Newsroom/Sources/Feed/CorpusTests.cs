using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Newsroom.Sources.Reading;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Feed;

/// <summary>Every odd feed of the corpus says exactly what is expected beside it. UPDATE_GOLDEN=1 writes that anew: then read the diff.</summary>
public sealed class CorpusTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What an item of a feed mostly says; left out of the expected lines.</summary>
    private static readonly Dictionary<string, string> Usual = new(StringComparer.Ordinal) { ["kind"] = "story", ["state"] = "public", ["notify"] = "normal" };

    public static TheoryData<string> Names => [.. FeedCase.All.Select(found => found.Name)];

    [Fact]
    public void There_are_150_odd_feeds_with_a_name_and_a_reason_each()
    {
        Assert.True(FeedCase.All.Count >= 150, $"{FeedCase.All.Count} cases");
        Assert.Equal(FeedCase.All.Count, FeedCase.All.DistinctBy(found => found.Name).Count());
        Assert.All(FeedCase.All, found => Assert.EndsWith(".", found.Why, StringComparison.Ordinal));
        Assert.All(FeedCase.All, found => Assert.True(found.Expected.Length > 0, $"{found.Name} expects nothing"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_feed_reads_as_expected(string name)
    {
        var feed = FeedCase.All.Single(found => found.Name == name);
        var actual = Lines(feed);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Update(feed, actual);
            return;
        }

        Assert.True(feed.Expected == actual, $"{feed.File}, {name}: {feed.Why}\n- {feed.Expected.Replace("\n", "\n- ", StringComparison.Ordinal)}\n+ {actual.Replace("\n", "\n+ ", StringComparison.Ordinal)}");
    }

    [Fact]
    public void Culture_makes_no_difference()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in (ReadOnlySpan<string>)["tr-TR", "ar-SA", "th-TH", "fa-IR"])
            {
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                foreach (var feed in FeedCase.All)
                {
                    Assert.Equal(feed.Expected, Lines(feed));
                }
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    internal static string Lines(FeedCase feed)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var lines = new ItemLines(output, null);
        try
        {
            var document = FeedReader.Read(feed.ToBytes(), feed.ContentType, feed.Address);
            Head(document, lines);
            foreach (var record in document.Records)
            {
                lines.Item(record);
            }

            foreach (var refusal in document.Refusals)
            {
                lines.Write(json => json.WriteString(refusal.Fatal ? "refused" : "warning", $"{refusal.Where}: {refusal.Reason}"));
            }
        }
        catch (SourceException refused)
        {
            lines.Error(refused.Message);
        }

        return output.ToString().Length == 0 ? "nothing" : string.Join('\n', output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Short));
    }

    private static void Head(FeedDocument document, ItemLines lines)
    {
        if (document is { Title: null, Hub: null, Self: null, Every: null, SkipHours.Count: 0 })
        {
            return;
        }

        lines.Write(json =>
        {
            json.WriteString("feed", document.Title);
            json.WriteString("hub", document.Hub?.AbsoluteUri);
            json.WriteString("self", document.Self?.AbsoluteUri);
            json.WriteString("every", document.Every?.ToString("c", CultureInfo.InvariantCulture));
            json.WriteString("skipHours", document.SkipHours.Count == 0 ? null : string.Join(' ', document.SkipHours));
        });
    }

    private static string Short(string line)
    {
        var fields = JsonNode.Parse(line)!.AsObject();
        foreach (var (key, value) in fields.ToList())
        {
            if (value is null or JsonArray { Count: 0 } || (Usual.TryGetValue(key, out var usual) && (string?)value == usual))
            {
                fields.Remove(key);
            }
        }

        return fields.ToJsonString(Relaxed);
    }

    private static void Update(FeedCase feed, string actual)
    {
        var path = Path.Combine(FeedCase.Folder, feed.File);
        var text = File.ReadAllText(path);
        var start = text.IndexOf($"\n=== {feed.Name}\n", StringComparison.Ordinal) + 1;
        var end = text.IndexOf("\n=== ", start, StringComparison.Ordinal);
        var part = end < 0 ? text[start..] : text[start..end];
        var document = part.Split("--- expected\n")[0].TrimEnd('\n');
        File.WriteAllText(path, $"{text[..start]}{document}\n--- expected\n{actual}\n{(end < 0 ? string.Empty : text[end..])}");
    }
}
