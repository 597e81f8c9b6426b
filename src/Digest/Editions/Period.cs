using System.Globalization;
using NewsBot.Digest.Languages;

namespace NewsBot.Digest.Editions;

/// <summary>Pure: the time that an edition covers, half-open. Periods of a plan follow each other by its schedule, never by when somebody ran.</summary>
public sealed record Period(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Days to look for a scheduled one: a month has 31, and a change of clocks may take the first away.</summary>
    private const int LongestSearch = 64;
    private static readonly TimeSpan HalfDay = TimeSpan.FromHours(12);

    /// <summary>
    /// The last scheduled instant at or before <paramref name="now"/>. A wall-clock time that a change of clocks skips is the
    /// end of the gap; one that comes twice is the first. Quartz fires by the same rules.
    /// </summary>
    public static DateTimeOffset LatestEnd(DigestPlan plan, DateTimeOffset now) => Ends(plan, Day(now, plan.Zone), -1).First(end => end <= now);

    /// <summary>The first scheduled instant after <paramref name="now"/>.</summary>
    public static DateTimeOffset NextEnd(DigestPlan plan, DateTimeOffset now) => Ends(plan, Day(now, plan.Zone), 1).First(end => end > now);

    /// <summary>When the mail of an edition is due for a reader: at once, or at the wall time of the period's end in the reader's zone.</summary>
    /// <param name="zone">The reader's; null: the reader has named none.</param>
    public DateTimeOffset DueIn(DigestPlan plan, TimeZoneInfo? zone) =>
        plan.ReaderZone is { } otherwise && LatestEnd(plan, End) == End
            ? Instant(Day(End, plan.Zone).ToDateTime(plan.Schedule.Time), zone ?? otherwise)
            : End;

    /// <summary>
    /// Such as <c>2026-W47</c>, <c>2026-11-23</c> or <c>2026-11</c>: the ISO week, the day or the month of the last day that the period covers.
    /// </summary>
    public string Name(DigestPlan plan)
    {
        var last = LastDay(plan.Zone).ToDateTime(TimeOnly.MinValue);
        return plan.Schedule.Every switch
        {
            Recurrence.Weekly => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(last)}-W{ISOWeek.GetWeekOfYear(last):00}"),
            Recurrence.Monthly => last.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ => last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Such as <c>16–22 November 2026</c>.</summary>
    public string Label(TimeZoneInfo zone, string language = Phrases.English) => Dates.Days(FirstDay(zone), LastDay(zone), language);

    /// <summary>Such as <c>16-22 November</c>: in English ASCII, for a subject line that needs no encoding.</summary>
    public string ShortLabel(TimeZoneInfo zone, string language = Phrases.English) => Dates.Days(FirstDay(zone), LastDay(zone), language, "-", year: false);

    /// <summary>A period that begins in the evening begins, for its readers, with the next day.</summary>
    public DateOnly FirstDay(TimeZoneInfo zone) => Day(Start + HalfDay, zone);

    /// <summary>A period that ends in the morning ends, for its readers, with the day before.</summary>
    public DateOnly LastDay(TimeZoneInfo zone)
    {
        var (first, before) = (FirstDay(zone), Day(End - HalfDay, zone));
        return before < first ? first : before;
    }

    // From a day on, forwards or backwards.
    private static IEnumerable<DateTimeOffset> Ends(DigestPlan plan, DateOnly day, int step) =>
        Enumerable.Range(0, LongestSearch).Select(n => day.AddDays(n * step)).Where(plan.Schedule.FallsOn).Select(on => Instant(on.ToDateTime(plan.Schedule.Time), plan.Zone));

    private static DateOnly Day(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    private static DateTimeOffset Instant(DateTime wall, TimeZoneInfo zone)
    {
        // A gap is an hour, at most a day (Samoa, 2011), and ends on a whole minute.
        while (zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(1);
        }

        // The offset is larger before the clocks go back: that one comes first.
        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }
}
