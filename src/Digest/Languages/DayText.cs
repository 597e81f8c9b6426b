using System.Globalization;

namespace NewsBot.Digest.Languages;

/// <summary>Pure: days and hours as a language writes them. The patterns are phrases: the order of day and month differs, and German puts a full stop.</summary>
internal sealed class DayText(Phrases phrases, string language)
{
    /// <summary>Such as <c>16 November 2026</c>.</summary>
    public string Day(DateOnly day) => Text(day, "digest.date.day");

    /// <summary>Such as <c>Monday 16 November</c>.</summary>
    public string Weekday(DateOnly day) => Text(day, "digest.date.weekday");

    /// <summary>Such as <c>Monday 16 November, 18:00</c>.</summary>
    public string Moment(DateTime wall) => Text(wall, "digest.date.moment");

    /// <summary>Such as <c>18:00</c>.</summary>
    public string Hour(DateTime wall) => Text(wall, "digest.date.hour");

    /// <summary>Such as <c>16–22 November 2026</c>.</summary>
    public string Days(DateOnly first, DateOnly last)
    {
        var end = Day(last);
        return first == last ? end
            : (first.Year, first.Month) == (last.Year, last.Month) ? Say("digest.date.days-of-month", Text(first, "digest.date.day-of-month"), end)
            : Say("digest.date.days", first.Year == last.Year ? Text(first, "digest.date.short-day") : Day(first), end);
    }

    /// <summary>Such as <c>16-22 November</c>, with an ASCII hyphen: an English subject line then needs no encoding (RFC 2047).</summary>
    public string ShortDays(DateOnly first, DateOnly last)
    {
        var end = Text(last, "digest.date.short-day");
        var days = first == last ? end
            : (first.Year, first.Month) == (last.Year, last.Month) ? Say("digest.date.days-of-month", Text(first, "digest.date.day-of-month"), end)
            : Say("digest.date.days", Text(first, "digest.date.short-day"), end);
        return days.Replace('–', '-');
    }

    private string Say(string key, string first, string last) => phrases.Say(language, key, first, last);

    private string Text(DateOnly day, string pattern) => Text(day.ToDateTime(TimeOnly.MinValue), pattern);

    private string Text(DateTime wall, string pattern) => wall.ToString(phrases.Say(language, pattern), CultureInfo.GetCultureInfo(language));
}
