using System.Text;
using System.Text.RegularExpressions;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>Pure: the bytes of a Markdown file become an item, a draft, or a reason with its place. Never throws.</summary>
/// <remarks>1. By name. 2. Bytes to text. 3. Head and body. 4. Draft or not. 5. The item's fields.</remarks>
internal sealed partial class ItemFile
{
    /// <summary>Longest id; it is half of a unique key in the store and part of what deliveries are known by.</summary>
    public const int MaxIdLength = 512;

    public const int MaxTitleLength = 1_000;
    public const int MaxSummaryLength = 1_000;
    public const int MaxNameLength = 300;
    public const int MaxSentenceLength = 1_000;

    /// <summary>Discord takes 1,024 characters as a picture's description.</summary>
    public const int MaxAltLength = 1_024;

    public const int MaxTopics = 32;

    private readonly List<Warning> warnings = [];
    private readonly string relativePath;
    private readonly FrontFields fields;
    private readonly LinkTemplate links;
    private readonly TimeZoneInfo zone;

    private ItemFile(string relativePath, FrontFields fields, TimeZoneInfo zone, LinkTemplate links)
    {
        this.relativePath = relativePath;
        this.fields = fields;
        this.zone = zone;
        this.links = links;
    }

    /// <param name="relativePath">From the content folder, parted by slashes.</param>
    /// <param name="besidesIndex">True when an <c>index.md</c> stands in the same folder.</param>
    public static Parsed Parse(string relativePath, ReadOnlySpan<byte> bytes, bool besidesIndex, TimeZoneInfo zone, LinkTemplate links)
    {
        if (FileRules.ByName(relativePath) is { } left)
        {
            return left;
        }

        if (FileText.Problem(bytes, out var text) is { } problem)
        {
            return new Parsed.Broken(KnownId(text), 0, 0, problem);
        }

        try
        {
            var matter = FrontMatter.Split(text);
            if (matter.Keys is null && (besidesIndex || IsReadme(relativePath)))
            {
                return new Parsed.Left(FileStatus.Ignored, "plain Markdown that belongs to its folder; give it front matter to make it an item");
            }

            var head = new FrontFields(matter.Keys ?? new FrontMap(1, 1), zone);
            return (Parsed?)NotMeantToShow(head) ?? new ItemFile(relativePath, head, zone, links).Item(matter.Body);
        }
        catch (FrontMatterException error)
        {
            return new Parsed.Broken(KnownId(text), error.Line, error.Column, error.Message);
        }

        string? KnownId(string half) => FrontMatter.GuessId(half, out var sure) ?? (sure ? relativePath.Normalize(NormalizationForm.FormC) : null);
    }

    private static bool IsReadme(string relativePath) => Path.GetFileNameWithoutExtension(relativePath).Equals("README", StringComparison.OrdinalIgnoreCase);

    private static Parsed.Left? NotMeantToShow(FrontFields fields) => fields switch
    {
        _ when fields.Flag("draft") == true => new(FileStatus.Draft, "draft: true"),
        _ when fields.Denies("published") => new(FileStatus.Draft, "published: false"),
        _ when fields.Denies("permalink") => new(FileStatus.Ignored, "permalink: false, so it is no page of the site"),
        _ when fields.Flag("headless") == true => new(FileStatus.Ignored, "headless: true, so it is no page of the site"),
        _ => null,
    };

    private Parsed.Item Item(string body)
    {
        var title = fields.Text("title", "headline");
        if (title is null)
        {
            (title, body) = MarkdownText.Heading(body)
                ?? throw new FrontMatterException(1, 1, "there is no title; add \"title:\" to the front matter or begin the text with \"# The title\"");
        }

        var stem = FileRules.Stem(relativePath);
        var (dateInName, slug) = FileRules.DateAndSlug(stem);
        var date = fields.Instant("date", "created");
        var publish = fields.Instant("publishAt", "publishDate", "pubDate", "published") ?? date ?? Named(dateInName);
        var id = Id();
        var image = fields.Image("image", "heroImage", "images", "cover", "featuredImage", "featured_image");
        var record = new Record
        {
            ExternalId = id,
            Where = relativePath,
            Kind = Word("kind", Kind(), "story"),
            Title = Bounded("title", title, MaxTitleLength) ?? throw new FrontMatterException(fields.LineOf("title", "headline"), 1, "the title has no visible character"),
            Url = Link(fields.Text("slug") is { } own ? PlainText.Line(own, MaxNameLength) : slug, stem, id),
            Summary = Bounded("summary", fields.Text("summary", "description", "excerpt"), MaxSummaryLength) ?? MarkdownText.Teaser(body),
            Body = string.IsNullOrWhiteSpace(body) ? null : body.Trim('\n'),
            Author = Bounded("author", fields.Names("author", "authors"), MaxNameLength),
            PublishedAt = publish,
            PublishAt = publish,
            ExpiresAt = fields.Instant("expiresAt", "expiryDate", "unpublishDate"),
            DeadlineAt = fields.Instant("deadline", "deadlineAt"),
            StartsAt = fields.Instant("starts", "startsAt", "startDate"),
            EndsAt = fields.Instant("ends", "endsAt", "endDate"),
            Location = Bounded("location", fields.Text("location", "place", "venue"), MaxNameLength),
            UpdatedAt = fields.Instant("updated", "updatedAt", "updatedDate", "lastmod", "modified", "last_modified_at"),
            Notify = Enum.Parse<Notify>(Word("notify", NotifyWord(), "normal"), ignoreCase: true),
            Correction = Bounded("correction", fields.Text("correction"), MaxSentenceLength),
            Topics = Topics(),
            ContentHash = string.Empty,
        };
        return new Parsed.Item(
            record,
            image is null ? null : image with { Alt = Bounded("alt", image.Alt, MaxAltLength), Credit = Bounded("credit", image.Credit, MaxNameLength) },
            warnings);
    }

    // A slip in the day of a name would otherwise publish at once what may be meant for later.
    private DateTimeOffset? Named(string? day) =>
        day is null ? null
        : DateText.TryParse(day, zone, out var named) ? named
        : throw new FrontMatterException(1, 1, $"its name begins with {day}, and no calendar has that day; mend the name, or add \"date:\"");

    private string Id()
    {
        var own = fields.Text("id");
        var id = own is null ? relativePath : PlainText.Line(own);
        return id.Length is > 0 and <= MaxIdLength
            ? id.Normalize(NormalizationForm.FormC)
            : throw new FrontMatterException(fields.LineOf("id"), 1, $"the id has {id.Length} characters; write one of 1 to {MaxIdLength}");
    }

    private string? Link(string slug, string stem, string id)
    {
        var text = fields.Text("link", "url", "permalink");

        // Jekyll's styles and patterns and Eleventy's templates say how the site makes addresses, not what this one is.
        if (text is null || text is "date" or "pretty" or "ordinal" or "weekdate" or "none" || LinkPattern().IsMatch(text))
        {
            return links.For(slug, stem, id);
        }

        var link = links.Resolve(text.Trim());
        if (link is null)
        {
            Warn("link", links.Refusal(text));
        }

        return link;
    }

    private List<string> Topics()
    {
        var topics = TopicSlug.All(fields.Words("topics", "topic"));
        if (topics.Count > MaxTopics)
        {
            Warn("topics", $"{topics.Count} topics; only the first {MaxTopics} count");
            topics.RemoveRange(MaxTopics, topics.Count - MaxTopics);
        }

        return topics;
    }

    private string Word(string name, Regex allowed, string otherwise)
    {
        var word = fields.Text(name)?.Trim().ToLowerInvariant() ?? otherwise;
        return allowed.IsMatch(word)
            ? word
            : throw new FrontMatterException(fields.LineOf(name), 1, $"{name}: \"{PlainText.Line(word, 80)}\"; expected {(name == "kind" ? "one word such as story, photo or event" : "normal, silent or breaking")}");
    }

    private string? Bounded(string name, string? text, int limit)
    {
        if (text is null)
        {
            return null;
        }

        var line = PlainText.Line(text);
        if (line.Length > limit)
        {
            Warn(name, $"{line.Length} characters; cut to {limit}");
        }

        return PlainText.IsVisible(line) ? PlainText.Cut(line, limit) : null;
    }

    private void Warn(string name, string what) => warnings.Add(new Warning(fields.LineOf(name), $"{name}: {what}"));

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$", RegexOptions.NonBacktracking)]
    private static partial Regex Kind();

    [GeneratedRegex("^(?:normal|silent|breaking)$", RegexOptions.NonBacktracking)]
    private static partial Regex NotifyWord();

    [GeneratedRegex("/:[a-z]|[{][{%]", RegexOptions.NonBacktracking)]
    private static partial Regex LinkPattern();
}
