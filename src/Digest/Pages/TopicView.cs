using System.Globalization;
using NewsBot.Digest.Languages;
using NewsBot.Digest.Mail;
using NewsBot.Newsroom.Items;

namespace NewsBot.Digest.Pages;

/// <summary>Pure: items as a page shows them at an instant, in a language and the site's zone.</summary>
internal sealed class TopicView(PublicSite site, Phrases phrases, string language, DateTimeOffset now)
{
    private const int LongestTitle = 200;
    private const int LongestSummary = 500;
    private const int LongestAlt = 300;
    private const int LongestName = 80;
    private const int LongestPlace = 200;

    /// <summary>Days that are few enough to be marked.</summary>
    private const int SoonDays = 3;

    private readonly CultureInfo culture = Dates.Culture(language);
    private readonly DayText days = new(phrases, language);

    public static string Path(string slug) => $"t/{Uri.EscapeDataString(slug)}";

    public static string Anchor(long id) => string.Create(CultureInfo.InvariantCulture, $"item-{id}");

    public static string Name(string name, string slug) => OneLine.Of(name, LongestName) ?? slug;

    public string Say(string key, params object?[] values) => phrases.Say(language, key, values);

    public string Day(DateTimeOffset instant) => Dates.Day(Date(instant), language);

    /// <param name="topics">All of the item's.</param>
    /// <param name="here">The topic of this page, which is not named again.</param>
    public PageItem Item(TopicItem item, IEnumerable<OtherTopic> topics, string here)
    {
        int? left = item.DeadlineAt > now ? Date(item.DeadlineAt.Value).DayNumber - Date(now).DayNumber : null;
        return new PageItem
        {
            Anchor = Anchor(item.Id),
            Title = Title(item),
            Url = WebAddress.Of(item.Url),
            Summary = OneLine.Of(item.Summary, LongestSummary),
            IsPhoto = item.Kind == "photo",
            Kind = Kind(item.Kind),
            Image = Image(item),
            Published = Day(item.ShownAt),
            PublishedIso = Local(item.ShownAt).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            Deadline = item.DeadlineAt is { } until ? Say(left is null ? "page.deadline.over" : "page.deadline", Day(until)) : null,
            DaysLeft = left switch { null => null, <= 0 => Say("page.deadline.today"), _ => Say("page.deadline.days", left) },
            Soon = left <= SoonDays,
            When = When(item),
            Where = item.StartsAt is null ? null : OneLine.Of(item.Location, LongestPlace),
            Calendar = CalendarLink.PathOf(item.Id, item.Kind, item.StartsAt) is { } path ? site.Link(path) : null,
            Correction = OneLine.Of(item.Correction, LongestSummary),
            Also = [.. topics.Where(topic => topic.Slug != here).Select(topic => new PageLink(Name(topic.Name, topic.Slug), site.Link(Path(topic.Slug))))],
        };
    }

    public string Title(TopicItem item) => OneLine.Of(item.Title, LongestTitle) ?? Say("page.untitled");

    /// <summary>What is corrected comes first: a reader may see no more than that.</summary>
    public string? Teaser(TopicItem item)
    {
        string?[] parts = [OneLine.Of(item.Correction, LongestSummary) is { } correction ? $"{Say("page.correction")} {correction}" : null, OneLine.Of(item.Summary, LongestSummary)];
        return string.Join('\n', parts.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    private string? When(TopicItem item)
    {
        if (item.StartsAt is not { } start)
        {
            return null;
        }

        var from = Time(start);
        return item.EndsAt is not { } end || end <= start ? Say("page.when", from)
            : Say("page.when.to", from, Date(end) == Date(start) ? days.Hour(Local(end).DateTime) : Time(end));
    }

    // A file is served by PicturePage; the revision in its address lets browsers keep it.
    private PageImage? Image(TopicItem item) =>
        (System.IO.Path.IsPathFullyQualified(item.ImageUrl ?? "")
            ? site.Link(string.Create(CultureInfo.InvariantCulture, $"media/{item.Id}/{item.Revision}"))
            : WebAddress.Of(item.ImageUrl)) is { } url
            ? new(url, OneLine.Of(item.ImageAlt, LongestAlt) ?? "", OneLine.Of(item.ImageCredit, LongestAlt))
            : null;

    // The list of kinds is open: a source may have its own, in its own words.
    private string Kind(string kind) => kind switch
    {
        "story" or "photo" or "readout" or "announcement" or "event" => Say($"page.kind.{kind}"),
        _ => OneLine.Of(kind, LongestName) is { } label ? char.ToUpper(label[0], culture) + label[1..] : Say("page.kind.story"),
    };

    private string Time(DateTimeOffset instant) => days.LongMoment(Local(instant).DateTime);

    private DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, site.Zone);

    private DateOnly Date(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);
}
