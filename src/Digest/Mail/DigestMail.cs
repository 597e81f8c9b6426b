using System.Globalization;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Items;

namespace NewsBot.Digest.Mail;

/// <summary>Pure: an edition, seen by one reader or by everybody. "Today" is the day the edition was opened, so that a repeat has the same bytes.</summary>
public static class DigestMail
{
    private const int MostDeadlines = 5;
    private const int MostItemsOfTopic = 12;
    private const int MostItems = 30;
    private const int MostCorrections = 10;

    // Long enough for any real one. With the numbers above they keep a mail of usual texts below 90 KB (Gmail clips at about 102),
    // and one of thirty items at their longest does not: bytes are not counted.
    private const int LongestTitle = 200;
    private const int LongestSummary = 500;
    private const int LongestAlt = 300;
    private const int LongestName = 80;
    private const int LongestPlace = 200;
    private const int LongestNoteLine = 1000;
    private const int MostNoteLines = 20;

    // RFC 5322, 2.1.1 asks for lines of 78, and an inbox shows about 40 of them.
    private const int LongestSubject = 78;
    private const int LongestSubjectTopic = 40;
    private const int LongestPreheader = 90;
    private const int ImageWidth = 600;

    /// <param name="followed">What the reader follows, first followed first; null: the page for everybody.</param>
    /// <param name="unsubscribe">The reader's own link.</param>
    /// <returns>Null when nothing in it is for this reader.</returns>
    public static DigestModel? Model(Issue issue, SenderOptions sender, IReadOnlyList<Followed>? followed, string? unsubscribe)
    {
        var view = new View(issue, sender, followed);
        var (plan, edition) = (issue.Plan, issue.Edition);
        var mine = issue.Items.Where(item => view.Matching(item.Topics).Any()).ToList();
        if (mine.Count == 0)
        {
            return null;
        }

        var lead = mine.Find(item => item.Kind == "photo" && view.Image(item) is not null);
        var deadlines = mine.Where(item => item != lead && item.DeadlineAt > edition.OpenedAt).OrderBy(item => item.DeadlineAt).Take(MostDeadlines).ToList();
        var rest = mine.Where(item => item != lead && !deadlines.Contains(item)).ToLookup(item => view.Matching(item.Topics).First().Id);
        var room = followed is null ? int.MaxValue : MostItems; // The page for everybody shows all: that is where "more" leads.
        var topics = new List<TopicModel>();
        foreach (var topic in view.Topics.Where(topic => rest.Contains(topic.Id)))
        {
            var all = rest[topic.Id].ToList();
            var taken = Math.Min(Math.Min(all.Count, room), followed is null ? int.MaxValue : MostItemsOfTopic);
            room -= taken;
            topics.Add(new(view.Name(topic), topic.Slug, [.. all.Take(taken).Select(view.Item)], all.Count - taken));
        }

        var shown = new[] { lead }.Concat(deadlines).Concat(rest.SelectMany(items => items)).OfType<EditionItem>();
        return new DigestModel
        {
            Language = "en",
            Plan = plan.Name,
            Title = followed is null ? plan.PageTitle : plan.Title,
            Subject = followed is null ? $"{plan.PageTitle}, {edition.Period.Label(plan.Zone)}" : issue.TestId is null ? view.Subject(mine) : OneLine.Of($"[Test] {view.Subject(mine)}", LongestSubject)!,
            Preheader = OneLine.Of(string.Join(" · ", shown.Take(3).Select(item => item.Title)), LongestPreheader) ?? plan.Title,
            Period = new(edition.Period.Label(plan.Zone), View.Day(edition.Period.FirstDay(plan.Zone)), View.Day(edition.Period.LastDay(plan.Zone))),
            Sender = new(OneLine.Of(sender.From.Name, LongestName) ?? sender.Domain),
            Note = Note(edition.Note),
            Lead = lead is null ? null : view.Item(lead),
            Deadlines = [.. deadlines.Select(view.Item)],
            Topics = topics,
            Corrections = [.. issue.Amendments.Where(item => view.Matching(item.Topics).Any()).Take(followed is null ? int.MaxValue : MostCorrections).Select(View.Correction)],
            Links = new(sender.Link(EditionPath(edition)), unsubscribe, sender.Link("e/")),
            Reader = followed is null ? null : new(And(followed.Select(topic => OneLine.Of(topic.Name, LongestName) ?? topic.Slug))),
        };
    }

    /// <summary>The path of an edition's page, below the site's address.</summary>
    internal static string EditionPath(Edition edition) => $"e/{edition.Plan}/{edition.Name}";

    /// <summary>The path of an event's file for calendars, below the site's address; null when it is none.</summary>
    internal static string? CalendarPath(EditionItem item) =>
        EventCalendar.IsEvent(item.Kind, item.StartsAt) ? string.Create(CultureInfo.InvariantCulture, $"i/{item.Id}.ics") : null;

    // Its lines are paragraphs, empty ones between them fall away.
    private static IReadOnlyList<string> Note(string? note) =>
        [.. (note ?? "").Split('\n').Select(line => OneLine.Of(line, LongestNoteLine)).OfType<string>().Take(MostNoteLines)];

    private static string And(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}";
    }

    private sealed class View(Issue issue, SenderOptions sender, IReadOnlyList<Followed>? followed)
    {
        private readonly TimeZoneInfo zone = issue.Plan.Zone;
        private readonly HashSet<long>? followed = followed?.Select(topic => topic.TopicId).ToHashSet();

        // The reader's in the reader's order; for everybody, all that occur, oldest first.
        public IReadOnlyList<EditionTopic> Topics { get; } =
            followed?.Select(topic => new EditionTopic(0, topic.TopicId, topic.Slug, topic.Name)).ToList()
            ?? [.. issue.Items.SelectMany(item => item.Topics).Concat(issue.Amendments.SelectMany(item => item.Topics)).DistinctBy(topic => topic.Id).OrderBy(topic => topic.Id)];

        public IEnumerable<EditionTopic> Matching(IReadOnlyList<EditionTopic> topics) =>
            Topics.Where(topic => (followed?.Contains(topic.Id) ?? true) && topics.Any(other => other.Id == topic.Id));

        public string Name(EditionTopic topic) => OneLine.Of(topic.Name, LongestName) ?? topic.Slug;

        public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

        public string Subject(List<EditionItem> mine)
        {
            var topics = Topics.Where(topic => mine.Any(item => Matching(item.Topics).First().Id == topic.Id)).ToList();
            var first = OneLine.Of(topics[0].Name, LongestSubjectTopic) ?? topics[0].Slug;
            var more = topics.Count > 1 ? $" and {topics.Count - 1} more" : "";
            var items = mine.Count == 1 ? "1 new item" : $"{mine.Count} new items";
            return OneLine.Of($"{first}{more}: {items} ({issue.Edition.Period.ShortLabel(zone)})", LongestSubject)!;
        }

        public static CorrectionModel Correction(Amendment item) => new(
            OneLine.Of(item.Title, LongestTitle) ?? "Untitled", Web(item.Url), OneLine.Of(item.Correction, LongestSummary)
                ?? (OneLine.Of(item.Retraction, LongestSummary) is { } reason ? $"This item was withdrawn: {reason}" : "This item was withdrawn."));

        public ItemModel Item(EditionItem item)
        {
            int? days = item.DeadlineAt is { } deadline ? Math.Max(0, Local(deadline).DayNumber - Local(issue.Edition.OpenedAt).DayNumber) : null;
            return new ItemModel
            {
                Title = OneLine.Of(item.Title, LongestTitle) ?? "Untitled",
                Url = Web(item.Url),
                Summary = OneLine.Of(item.Summary, LongestSummary),
                Kind = item.Kind,
                KindLabel = KindLabel(item.Kind),
                Image = Image(item),
                Published = Text(item.ShownAt, "dddd d MMMM"),
                Deadline = item.DeadlineAt is { } until ? Text(until, "d MMMM yyyy") : null,
                DaysLeft = days,
                DaysLeftText = days switch { null => null, 0 => "last day", 1 => "1 day left", _ => $"{days} days left" },
                Starts = item.StartsAt is { } start ? Text(start, "dddd d MMMM, HH:mm") : null,
                Ends = item.EndsAt > item.StartsAt ? Text(item.EndsAt.Value, Local(item.EndsAt.Value) == Local(item.StartsAt.Value) ? "HH:mm" : "dddd d MMMM, HH:mm") : null,
                Where = item.StartsAt is null ? null : OneLine.Of(item.Location, LongestPlace),
                Calendar = CalendarPath(item) is { } path ? sender.Link(path) : null,
                Topics = string.Join(", ", item.Topics.Select(Name)),
                Why = followed is null ? null : $"You follow {And(Matching(item.Topics).Select(Name))}",
                Correction = OneLine.Of(item.Correction, LongestSummary),
            };
        }

        // A file is served by NewsBot; the revision in its address lets browsers keep it.
        public ImageModel? Image(EditionItem item) =>
            (Path.IsPathFullyQualified(item.ImageUrl ?? "") ? sender.Link($"media/{item.Id}/{item.Revision}") : Web(item.ImageUrl)) is { } url
                ? new(url, OneLine.Of(item.ImageAlt, LongestAlt) ?? "", OneLine.Of(item.ImageCredit, LongestAlt), ImageWidth)
                : null;

        private DateOnly Local(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

        private string Text(DateTimeOffset instant, string format) => TimeZoneInfo.ConvertTime(instant, zone).ToString(format, CultureInfo.InvariantCulture);

        private static string KindLabel(string kind) =>
            OneLine.Of(kind, LongestName) is { } label ? char.ToUpperInvariant(label[0]) + label[1..] : "News";

        // Anything else, a script above all, is no link.
        private static string? Web(string? address) =>
            Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) ? uri.AbsoluteUri : null;
    }
}
