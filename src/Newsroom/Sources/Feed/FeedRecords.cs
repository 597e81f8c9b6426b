using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Drafts become records: bounded, each with an id, each id once.</summary>
/// <param name="kind">Of every item.</param>
internal sealed class FeedRecords(string kind)
{
    /// <summary>Longest title made of a text that has none, in UTF-16 units.</summary>
    private const int MaxMadeTitle = 120;

    private readonly List<Record> records = [];
    private readonly List<Refusal> refusals = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private int seen;

    public IReadOnlyList<Record> Records => records;

    public IReadOnlyList<Refusal> Refusals => refusals;

    /// <summary>Of two items with one id the first stays: feeds begin with the newest.</summary>
    public void Add(FeedDraft draft)
    {
        seen++;
        var title = draft.Title ?? MadeTitle(draft);
        var id = draft.Id ?? draft.Link ?? (draft.Title ?? draft.Summary ?? draft.Body) switch
        {
            { } text => Hashed(text),
            null => null,
        };
        if (id is null || title is null)
        {
            Refuse(draft.Id, string.Create(CultureInfo.InvariantCulture, $"item {seen}"), "it has neither title, text nor link");
            return;
        }

        id = id.Length > ItemFile.MaxIdLength ? Hashed(id) : id;
        if (!ids.Add(id))
        {
            Refuse(null, id, "the same id stands in the feed twice; the first item counts", fatal: false);
            return;
        }

        records.Add(new Record
        {
            ExternalId = id,
            Where = draft.Link ?? id,
            Kind = kind,
            Title = PlainText.Cut(title, ItemFile.MaxTitleLength),
            Url = draft.Link,
            Summary = draft.Summary is null ? null : PlainText.CutAtWord(draft.Summary, ItemFile.MaxSummaryLength),
            Body = draft.Body,
            BodyFormat = TextFormat.Html,
            Image = draft.Image,
            Author = draft.Author is null ? null : PlainText.Cut(draft.Author, ItemFile.MaxNameLength),
            PublishedAt = draft.Published ?? draft.Updated,
            UpdatedAt = draft.Updated,
            Topics = [.. TopicSlug.All(draft.Categories.Take(FeedLimits.ItemElements)).Take(ItemFile.MaxTopics)],
            ContentHash = string.Empty,
        });
    }

    /// <param name="authors">Of items that name none; null: the feed names none either.</param>
    public void Finish(string? authors)
    {
        for (var at = 0; at < records.Count; at++)
        {
            var record = records[at] with { Author = records[at].Author ?? (authors is null ? null : PlainText.Cut(authors, ItemFile.MaxNameLength)) };
            records[at] = record with { ContentHash = ContentHash.Of(record, record.Image?.Address) };
        }
    }

    public void Refuse(string? id, string where, string reason, bool fatal = true)
    {
        if (refusals.Count < FeedLimits.Refusals)
        {
            refusals.Add(new Refusal(id, where, reason, fatal));
        }
        else if (refusals.Count == FeedLimits.Refusals)
        {
            refusals.Add(new Refusal(null, "the feed", "there are more refusals; these are the first", Fatal: false));
        }
    }

    // Short messages have no title, and a post wants one.
    private static string? MadeTitle(FeedDraft draft) =>
        (draft.Summary ?? FeedDraft.Line(draft.Body is null ? null : HtmlText.Line(draft.Body))) is { } text ? PlainText.CutAtWord(text, MaxMadeTitle)
        : draft.Image?.Alt is { } alt ? PlainText.CutAtWord(alt, MaxMadeTitle)
        : draft.Link is { } link ? new Uri(link) switch { var uri => PlainText.Cut(uri.Host + uri.AbsolutePath.TrimEnd('/'), MaxMadeTitle) }
        : null;

    private static string Hashed(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
