using NewsBot.Digest.Editions;
using NewsBot.Digest.Languages;
using NewsBot.Newsroom.Items;

namespace NewsBot.Digest.Mail;

/// <summary>Pure: the parts of a digest in the words, days and order of whom it is for.</summary>
internal sealed class DigestView(Issue issue, SenderOptions sender, Phrases phrases, Audience audience)
{
    // Long enough for any real one. What they come to in bytes is counted later.
    public const int LongestName = 80;
    private const int LongestTitle = 200;
    private const int LongestSummary = 500;
    private const int LongestAlt = 300;
    private const int LongestPlace = 200;

    /// <summary>A longer address is no link: browsers read no more than about 2000 characters, and one alone could fill the mail.</summary>
    private const int LongestUrl = 2000;

    // RFC 5322, 2.1.1 asks for lines of 78, and an inbox shows about 40 of them.
    private const int LongestSubject = 78;
    private const int LongestSubjectTopic = 40;
    private const int ImageWidth = 600;

    /// <summary>Names in a list; the others are counted.</summary>
    private const int MostNames = 8;

    private static readonly string[] Kinds = ["announcement", "event", "photo", "readout", "story"];
    private static readonly string[] Plans = ["weekly", "daily", "monthly"];

    private readonly string language = audience.Language;

    // Of the period: what an edition covers is the same for all.
    private readonly TimeZoneInfo zone = issue.Plan.Zone;

    private readonly HashSet<long>? followed = audience.Followed?.Select(topic => topic.TopicId).ToHashSet();

    /// <summary>The reader's in the reader's order; for everybody, all that occur, oldest first.</summary>
    public IReadOnlyList<EditionTopic> Topics { get; } =
        audience.Followed?.Select(topic => new EditionTopic(0, topic.TopicId, topic.Slug, topic.Name)).ToList()
        ?? [.. issue.Items.SelectMany(item => item.Topics).Concat(issue.Amendments.SelectMany(item => item.Topics)).DistinctBy(topic => topic.Id).OrderBy(topic => topic.Id)];

    private DayText Days { get; } = new(phrases, audience.Language);

    public string Title => audience.Followed is null ? Named("digest.page-title", issue.Plan.PageTitle) : Named("digest.title", issue.Plan.Title);

    public IEnumerable<EditionTopic> Matching(IReadOnlyList<EditionTopic> topics) =>
        Topics.Where(topic => (followed?.Contains(topic.Id) ?? true) && topics.Any(other => other.Id == topic.Id));

    public string Name(EditionTopic topic) => OneLine.Of(topic.Name, LongestName) ?? topic.Slug;

    /// <summary>Names in a sentence: <c>A, B and C</c>, or <c>A, B and 7 more</c>.</summary>
    public string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        var comma = phrases.Say(language, "digest.list.comma");
        return all.Count < 2 ? string.Concat(all)
            : all.Count > MostNames ? phrases.Say(language, "digest.list.more", all.Count - MostNames + 1, string.Join(comma, all.Take(MostNames - 1)))
            : phrases.Say(language, "digest.list.last", string.Join(comma, all.SkipLast(1)), all[^1]);
    }

    public string Subject(List<EditionItem> mine)
    {
        var topics = Topics.Where(topic => mine.Any(item => Matching(item.Topics).First().Id == topic.Id)).ToList();
        var first = OneLine.Of(topics[0].Name, LongestSubjectTopic) ?? topics[0].Slug;
        var about = topics.Count > 1 ? phrases.Say(language, "digest.list.more", topics.Count - 1, first) : first;
        var subject = phrases.Say(language, "digest.subject", about, phrases.Say(language, "digest.new-items", mine.Count), issue.Edition.Period.ShortLabel(zone, language));
        return OneLine.Of(issue.TestId is null ? subject : phrases.Say(language, "digest.test-subject", subject), LongestSubject)!;
    }

    public CorrectionModel Correction(Amendment item) => new(
        TitleOf(item.Title), Web(item.Url), OneLine.Of(item.Correction, LongestSummary)
            ?? (OneLine.Of(item.Retraction, LongestSummary) is { } reason ? phrases.Say(language, "digest.withdrawn-because", reason) : phrases.Say(language, "digest.withdrawn")));

    public ItemModel Item(EditionItem item)
    {
        int? days = item.DeadlineAt is { } deadline ? Math.Max(0, Local(deadline).DayNumber - Local(issue.Edition.OpenedAt).DayNumber) : null;
        return new ItemModel
        {
            Title = TitleOf(item.Title),
            Url = Web(item.Url),
            Summary = OneLine.Of(item.Summary, LongestSummary),
            Kind = item.Kind,
            KindLabel = KindLabel(item.Kind),
            Image = Image(item),
            Published = Days.Weekday(Local(item.ShownAt)),
            Deadline = item.DeadlineAt is { } until ? Dates.Day(Local(until), language) : null,
            DaysLeft = days,
            DaysLeftText = days switch { null => null, 0 => phrases.Say(language, "digest.last-day"), _ => phrases.Say(language, "digest.days-left", days) },
            Starts = item.StartsAt is { } start ? Days.Moment(Wall(start)) : null,
            Ends = item.EndsAt > item.StartsAt ? Local(item.EndsAt.Value) == Local(item.StartsAt.Value) ? Days.Hour(Wall(item.EndsAt.Value)) : Days.Moment(Wall(item.EndsAt.Value)) : null,
            Where = item.StartsAt is null ? null : OneLine.Of(item.Location, LongestPlace),
            Calendar = CalendarLink.PathOf(item.Id, item.Kind, item.StartsAt) is { } path ? sender.Link(path) : null,
            Topics = string.Join(phrases.Say(language, "digest.list.comma"), item.Topics.Take(MostNames).Select(Name)),
            Why = followed is null ? null : phrases.Say(language, item.Missed ? "digest.why-missed" : "digest.why", List(Matching(item.Topics).Select(Name))),
            Correction = OneLine.Of(item.Correction, LongestSummary),
        };
    }

    // A file is served by NewsBot; the revision in its address lets browsers keep it.
    public ImageModel? Image(EditionItem item) =>
        (Path.IsPathFullyQualified(item.ImageUrl ?? "") ? sender.Link($"media/{item.Id}/{item.Revision}") : Web(item.ImageUrl)) is { } url
            ? new(url, OneLine.Of(item.ImageAlt, LongestAlt) ?? "", OneLine.Of(item.ImageCredit, LongestAlt), ImageWidth)
            : null;

    private string TitleOf(string title) => OneLine.Of(title, LongestTitle) ?? phrases.Say(language, "digest.untitled");

    // A title that was configured is said as it is, in every language.
    private string Named(string key, string title)
    {
        var name = issue.Plan.Name;
        var usual = new DigestPlan(name, issue.Plan.Schedule, issue.Plan.Zone);
        return title != usual.Title && title != usual.PageTitle ? title
            : phrases.Say(language, $"{key}.{(Plans.Contains(name, StringComparer.Ordinal) ? name : "other")}", name);
    }

    private string KindLabel(string kind) =>
        Kinds.Contains(kind, StringComparer.Ordinal) ? phrases.Say(language, $"digest.kind.{kind}")
        : OneLine.Of(kind, LongestName) is { } label ? char.ToUpperInvariant(label[0]) + label[1..]
        : phrases.Say(language, "digest.kind.story");

    private DateTime Wall(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, audience.Zone).DateTime;

    private DateOnly Local(DateTimeOffset instant) => DateOnly.FromDateTime(Wall(instant));

    private static string? Web(string? address) => WebAddress.Of(address) is { Length: <= LongestUrl } link ? link : null;
}
