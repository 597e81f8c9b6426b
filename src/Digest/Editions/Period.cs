using System.Globalization;

namespace NewsBot.Digest.Editions;

/// <summary>Pure: the time that an edition covers, half-open. Periods of a plan follow each other by its schedule, never by when somebody ran.</summary>
public sealed record Period(DateTimeOffset Start, DateTimeOffset End)
{
    private const int DaysOfWeek = 7;
    private static readonly TimeSpan HalfDay = TimeSpan.FromHours(12);

    /// <summary>
    /// The last scheduled instant at or before <paramref name="now"/>. A wall-clock time that a change of clocks skips is the
    /// end of the gap; one that comes twice is the first. Quartz fires by the same rules.
    /// </summary>
    public static DateTimeOffset LatestEnd(DigestPlan plan, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, plan.Zone).DateTime);
        var day = today.AddDays(-(((int)today.DayOfWeek - (int)plan.Schedule.Day + DaysOfWeek) % DaysOfWeek));
        var end = Instant(day.ToDateTime(plan.Schedule.Time), plan.Zone);
        return end <= now ? end : Instant(day.AddDays(-DaysOfWeek).ToDateTime(plan.Schedule.Time), plan.Zone);
    }

    /// <summary>The first scheduled instant after <paramref name="now"/>.</summary>
    public static DateTimeOffset NextEnd(DigestPlan plan, DateTimeOffset now)
    {
        // A week from a scheduled instant is, by a change of clocks, an hour or at most a day off the next one.
        var next = LatestEnd(plan, now.AddDays(DaysOfWeek));
        return next > now ? next : LatestEnd(plan, now.AddDays(DaysOfWeek + 1));
    }

    /// <summary>Such as <c>2026-W47</c>: the ISO week of the last day that the period covers.</summary>
    public string Name(TimeZoneInfo zone)
    {
        var last = LastDay(zone).ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(last)}-W{ISOWeek.GetWeekOfYear(last):00}");
    }

    /// <summary>Such as <c>16–22 November 2026</c>.</summary>
    public string Label(TimeZoneInfo zone) => Days(zone, "–", year: true);

    /// <summary>Such as <c>16-22 November</c>: ASCII, for a subject line that needs no encoding.</summary>
    public string ShortLabel(TimeZoneInfo zone) => Days(zone, "-", year: false);

    /// <summary>A period that begins in the evening begins, for its readers, with the next day.</summary>
    public DateOnly FirstDay(TimeZoneInfo zone) => Day(Start + HalfDay, zone);

    /// <summary>A period that ends in the morning ends, for its readers, with the day before.</summary>
    public DateOnly LastDay(TimeZoneInfo zone)
    {
        var (first, before) = (FirstDay(zone), Day(End - HalfDay, zone));
        return before < first ? first : before;
    }

    private string Days(TimeZoneInfo zone, string dash, bool year)
    {
        var (first, last) = (FirstDay(zone), LastDay(zone));
        var end = Text(last, year ? "d MMMM yyyy" : "d MMMM");
        return first == last ? end
            : (first.Year, first.Month) == (last.Year, last.Month) ? $"{first.Day}{dash}{end}"
            : $"{Text(first, year && first.Year != last.Year ? "d MMMM yyyy" : "d MMMM")} {dash} {end}";
    }

    private static string Text(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);

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
