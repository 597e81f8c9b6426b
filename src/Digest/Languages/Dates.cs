using System.Globalization;

namespace NewsBot.Digest.Languages;

/// <summary>Pure: days as a language writes them, in the Gregorian calendar and with the day before the month where the pattern is ours to choose.</summary>
public static class Dates
{
    /// <summary>Such as <c>22 November 2026</c>, <c>22. November 2026</c>.</summary>
    public static string Day(DateOnly day, string language) => day.ToString($"{DayMonth(language)} yyyy", Culture(language));

    /// <summary>Such as <c>16–22 November 2026</c>; one day when both are the same.</summary>
    /// <param name="dash">Between two numbers; with spaces between two dates.</param>
    /// <param name="year">Without it: only day and month.</param>
    public static string Days(DateOnly first, DateOnly last, string language, string dash = "–", bool year = true)
    {
        var culture = Culture(language);
        var dayMonth = DayMonth(language);
        var end = last.ToString(year ? $"{dayMonth} yyyy" : dayMonth, culture);
        if (first == last)
        {
            return end;
        }

        // Where the day comes first, two days of one month share its name.
        return (first.Year, first.Month) == (last.Year, last.Month) && dayMonth[0] == 'd'
            ? $"{first.Day.ToString(culture)}{(dayMonth.StartsWith("d.", StringComparison.Ordinal) ? "." : "")}{dash}{end}"
            : $"{first.ToString(year && first.Year != last.Year ? $"{dayMonth} yyyy" : dayMonth, culture)} {dash} {end}";
    }

    /// <summary>The language's names and numbers, in the Gregorian calendar: news is dated by it everywhere.</summary>
    public static CultureInfo Culture(string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        if (culture.DateTimeFormat.Calendar is GregorianCalendar)
        {
            return culture;
        }

        var gregorian = (CultureInfo)culture.Clone();
        gregorian.DateTimeFormat.Calendar = culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() ?? new GregorianCalendar();
        return gregorian;
    }

    private static string DayMonth(string language) => language.Split('-')[0] switch
    {
        "en" or "ar" => "d MMMM",
        "de" => "d. MMMM",
        _ => CultureInfo.GetCultureInfo(language).DateTimeFormat.MonthDayPattern,
    };
}
