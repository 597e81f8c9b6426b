using System.Globalization;
using System.Text.RegularExpressions;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Page;

/// <summary>Dates as pages show them to people: ISO 8601, and English words in any order with a time of day or without. Numbers between slashes are no date: nobody knows which is the month.</summary>
internal static partial class PageDate
{
    /// <summary>Longest text looked at, in UTF-16 units.</summary>
    private const int MaxLength = 200;

    private const string Months = "jan feb mar apr may jun jul aug sep oct nov dec";

    /// <returns>Null for what is no date; never now.</returns>
    public static DateTimeOffset? Parse(string? text, TimeZoneInfo zone)
    {
        if (text is null || text.Length > MaxLength)
        {
            return null;
        }

        text = PlainText.Line(text);
        if (DateText.TryParse(text, zone, out var instant))
        {
            return instant;
        }

        var iso = Iso().Match(text);
        if (iso.Success)
        {
            return DateText.TryParse(iso.Value, zone, out instant) ? instant : null;
        }

        var date = DayFirst().Match(text) is { Success: true } dayFirst ? dayFirst : MonthFirst().Match(text);
        return date.Success && DateText.TryParse(AsIso(date, Time().Match(text, date.Index + date.Length)), zone, out instant) ? instant : null;
    }

    private static string AsIso(Match date, Match time)
    {
        var month = 1 + (Months.IndexOf(date.Groups["month"].Value[..3], StringComparison.OrdinalIgnoreCase) / 4);
        var day = string.Create(CultureInfo.InvariantCulture, $"{date.Groups["year"].Value}-{month:00}-{date.Groups["day"].Value}");
        if (!time.Success)
        {
            return day;
        }

        var hour = int.Parse(time.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture);
        var noon = time.Groups["noon"].Value;
        if (noon.Length > 0)
        {
            hour = (hour % 12) + (noon[0] is 'p' or 'P' ? 12 : 0);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{day} {hour:00}:{(time.Groups["minute"].Success ? time.Groups["minute"].Value : "00")}");
    }

    [GeneratedRegex(@"\b[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?", RegexOptions.NonBacktracking)]
    private static partial Regex Iso();

    [GeneratedRegex(@"\b(?<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?[ ,]+(?:of +)?(?<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?[ ,]+(?<year>[0-9]{4})\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"\b(?<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.? +(?<day>[0-9]{1,2})(?:st|nd|rd|th)?[ ,]+(?<year>[0-9]{4})\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex MonthFirst();

    [GeneratedRegex(@"\b(?:(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?: *(?<noon>[ap])\.?m\b)?|(?<hour>[0-9]{1,2}) *(?<noon>[ap])\.?m\b)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Time();
}
