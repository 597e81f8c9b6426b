using System.Globalization;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>What an XML feed says about itself.</summary>
internal static class FeedHead
{
    private static readonly Dictionary<string, TimeSpan> Periods = new(StringComparer.OrdinalIgnoreCase)
    {
        ["hourly"] = TimeSpan.FromHours(1),
        ["daily"] = TimeSpan.FromDays(1),
        ["weekly"] = TimeSpan.FromDays(7),
        ["monthly"] = TimeSpan.FromDays(30),
        ["yearly"] = TimeSpan.FromDays(365),
    };

    public static FeedDocument Document(FeedXml feed, FeedRecords records)
    {
        var head = feed.Head;
        var links = head.All(feed.IsAtom ? FeedNames.Own : FeedNames.Atom, "link").ToList();
        return new FeedDocument(records.Records, records.Refusals)
        {
            Title = FeedDraft.Line(head.All(FeedNames.Own, "title").Select(title => feed.IsAtom ? AtomText.Plain(title) : Text.HtmlText.Line(title.Text))),
            Hub = FeedLink.Related(links, "hub"),
            Self = FeedLink.Related(links, "self"),
            Every = Every(head),
            SkipHours = SkipHours(head),
        };
    }

    /// <summary>The longer of what <c>ttl</c> and the syndication module ask for, at most <see cref="FeedLimits.Every"/>.</summary>
    private static TimeSpan? Every(FeedElement head)
    {
        TimeSpan? ttl = int.TryParse(head.TextOf(FeedNames.Own, "ttl"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes > 0
            ? TimeSpan.FromMinutes(minutes)
            : null;
        TimeSpan? module = head.TextOf(FeedNames.Syndication, "updatePeriod") is { } word && Periods.TryGetValue(word, out var period)
            ? period / (int.TryParse(head.TextOf(FeedNames.Syndication, "updateFrequency"), NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0 ? times : 1)
            : null;
        var asked = ttl > module || module is null ? ttl : module;
        return asked > FeedLimits.Every ? FeedLimits.Every : asked;
    }

    // RSS 2.0, skipHours: some count from 1 to 24. A feed that never wants to be read is mistaken.
    private static List<int> SkipHours(FeedElement head)
    {
        var hours = (head.First(FeedNames.Own, "skipHours")?.All(FeedNames.Own, "hour") ?? [])
            .Select(hour => int.TryParse(hour.Text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 24 ? number % 24 : -1)
            .Where(hour => hour >= 0)
            .Distinct()
            .Order()
            .ToList();
        return hours.Count < 24 ? hours : [];
    }
}
