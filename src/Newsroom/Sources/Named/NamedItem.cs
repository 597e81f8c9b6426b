using System.Text;
using System.Text.RegularExpressions;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Named;

/// <summary>Pure: named values become an item, a withdrawal, or a reason that names the field. Never throws.</summary>
internal sealed partial class NamedItem
{
    /// <summary>Longest body in characters; as much as a Markdown file may have bytes.</summary>
    public const int MaxBodyLength = 256 * 1024;

    /// <summary>Every field, as it is written in JSON; a column may have underscores and any case.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "id", "kind", "title", "link", "summary", "body", "bodyFormat", "image", "alt", "credit", "author", "published", "updated", "publishAt", "expires",
        "deadline", "starts", "ends", "location", "topics", "notify", "correction", "state", "withdrawn",
    ];

    private readonly NamedValues values;
    private readonly NamedOptions options;
    private readonly string where;
    private readonly List<Refusal> warnings = [];
    private string? id;

    private NamedItem(NamedValues values, NamedOptions options, string where)
    {
        this.values = values;
        this.options = options;
        this.where = where;
    }

    /// <param name="values">By name in the form of <see cref="NamedValues.Plain"/>.</param>
    /// <param name="where">For messages, such as <c>row 7</c>.</param>
    public static NamedReading Read(IReadOnlyDictionary<string, object?> values, NamedOptions options, string where)
    {
        var item = new NamedItem(new NamedValues(values, options.Zone), options, where);
        try
        {
            item.id = item.Id();
            if (item.Withdrawn())
            {
                return new NamedReading(item.id, null, Withdrawn: true, []);
            }

            var record = item.Record(item.id);
            return new NamedReading(item.id, record, Withdrawn: false, item.warnings);
        }
        catch (FieldException error)
        {
            return new NamedReading(item.id, null, Withdrawn: false, [.. item.warnings, new Refusal(item.id, where, error.Message)]);
        }
    }

    private string Id()
    {
        var text = values.Text("id") ?? throw new FieldException("id: missing; without it nobody can tell this item from another");
        var line = PlainText.Line(text).Normalize(NormalizationForm.FormC);
        return line.Length is > 0 and <= ItemFile.MaxIdLength
            ? line
            : throw new FieldException($"id: {line.Length} characters; expected 1 to {ItemFile.MaxIdLength}");
    }

    private bool Withdrawn() => values.Text("state")?.Trim().ToLowerInvariant() switch
    {
        "withdrawn" or "draft" or "unpublished" => true,
        null or "public" or "published" or "scheduled" => values.Flag("withdrawn") == true,
        var word => throw new FieldException($"state: \"{PlainText.Line(word, 60)}\" is unknown; expected public, draft or withdrawn"),
    };

    private Record Record(string itemId)
    {
        var published = values.Instant("published");
        var publishAt = values.Instant("publishAt");
        var format = Format();
        var image = Image();
        var link = Link("link") ?? options.Links.For(itemId, itemId, itemId);
        var body = Body(format, link);
        var record = new Record
        {
            ExternalId = itemId,
            Where = where,
            Kind = Word("kind", Kind(), "one word such as story, photo or event") ?? options.Kind,
            Title = Line("title", ItemFile.MaxTitleLength) ?? throw new FieldException("title: missing, or without a visible character"),
            Url = link,
            Summary = Line("summary", ItemFile.MaxSummaryLength) ?? Teaser(body, format),
            Body = body,
            BodyFormat = format,
            Image = image,
            Author = Line("author", ItemFile.MaxNameLength),
            PublishedAt = published ?? publishAt,
            PublishAt = publishAt,
            ExpiresAt = values.Instant("expires"),
            DeadlineAt = values.Instant("deadline"),
            StartsAt = values.Instant("starts"),
            EndsAt = values.Instant("ends"),
            Location = Line("location", ItemFile.MaxNameLength),
            UpdatedAt = values.Instant("updated"),
            Notify = Enum.Parse<Notify>(Word("notify", NotifyWord(), "normal, silent or breaking") ?? "normal", ignoreCase: true),
            Correction = Line("correction", ItemFile.MaxSentenceLength),
            Topics = Topics(),
            ContentHash = string.Empty,
        };
        return record with { ContentHash = ContentHash.Of(record, image?.Address) };
    }

    private TextFormat Format() => Word("bodyFormat", FormatWord(), "markdown or html") == "html" ? TextFormat.Html : TextFormat.Markdown;

    private string? Body(TextFormat format, string? link)
    {
        if (values.Text("body") is not { } text)
        {
            return null;
        }

        var limit = format == TextFormat.Html ? HtmlText.MaxHtml : MaxBodyLength;
        if (text.Length > limit)
        {
            Warn($"body: {text.Length} characters; cut to {limit}");
            text = PlainText.Cut(text, limit);
        }

        return format == TextFormat.Html
            ? HtmlText.Sanitise(text, link is null ? null : new Uri(link))
            : PlainText.Lines(text).Trim('\n') is { Length: > 0 } lines ? lines : null;
    }

    private static string? Teaser(string? body, TextFormat format) => body switch
    {
        null => null,
        _ when format == TextFormat.Markdown => MarkdownText.Teaser(body),
        _ => HtmlText.ToPlain(body).Split("\n\n")[0] is { Length: > 0 } first ? PlainText.CutAtWord(first, MarkdownText.MaxTeaser) : null,
    };

    private Picture? Image() =>
        Link("image") is { } address
            ? new Picture(address, Line("alt", ItemFile.MaxAltLength), Line("credit", ItemFile.MaxNameLength))
            : null;

    private string? Link(string name)
    {
        if (values.Text(name) is not { } text)
        {
            return null;
        }

        var link = options.Links.Resolve(text.Trim());
        if (link is null)
        {
            Warn($"{name}: {options.Links.Refusal(text)}");
        }

        return link;
    }

    private List<string> Topics()
    {
        var topics = TopicSlug.All(values.Words("topics"));
        if (topics.Count > ItemFile.MaxTopics)
        {
            Warn($"topics: {topics.Count} topics; only the first {ItemFile.MaxTopics} count");
            topics.RemoveRange(ItemFile.MaxTopics, topics.Count - ItemFile.MaxTopics);
        }

        return topics;
    }

    private string? Word(string name, Regex allowed, string expected)
    {
        var word = values.Text(name)?.Trim().ToLowerInvariant();
        return word is null || allowed.IsMatch(word) ? word : throw new FieldException($"{name}: \"{PlainText.Line(word, 80)}\"; expected {expected}");
    }

    private string? Line(string name, int limit)
    {
        if (values.Text(name) is not { } text)
        {
            return null;
        }

        var line = PlainText.Line(text);
        if (line.Length > limit)
        {
            Warn($"{name}: {line.Length} characters; cut to {limit}");
        }

        return PlainText.IsVisible(line) ? PlainText.Cut(line, limit) : null;
    }

    private void Warn(string what) => warnings.Add(new Refusal(id, where, what, Fatal: false));

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$", RegexOptions.NonBacktracking)]
    private static partial Regex Kind();

    [GeneratedRegex("^(?:normal|silent|breaking)$", RegexOptions.NonBacktracking)]
    private static partial Regex NotifyWord();

    [GeneratedRegex("^(?:markdown|html)$", RegexOptions.NonBacktracking)]
    private static partial Regex FormatWord();
}
