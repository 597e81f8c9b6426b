using System.Globalization;
using System.Text.RegularExpressions;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>
/// Instants as feeds write them: RFC 822 with what people made of it, ISO 8601 with and without its marks, and C's
/// <c>asctime</c>. Without a zone it is UTC. Numbers alone between slashes are no date: nobody knows which is the month.
/// </summary>
internal static partial class FeedDate
{
    /// <summary>Longest text taken for a date, in UTF-16 units.</summary>
    private const int MaxLength = 100;

    private static readonly string[] Months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>
    /// Hours east of UTC: those of RFC 822, and the ones that feeds from elsewhere use. What is not here counts as UTC
    /// (RFC 5322, section 4.3), as military letters do, whose signs RFC 822 had wrong.
    /// </summary>
    private static readonly Dictionary<string, double> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EST"] = -5, ["EDT"] = -4, ["CST"] = -6, ["CDT"] = -5, ["MST"] = -7, ["MDT"] = -6, ["PST"] = -8, ["PDT"] = -7,
        ["ET"] = -5, ["AKST"] = -9, ["AKDT"] = -8, ["HST"] = -10, ["AST"] = -4, ["ADT"] = -3, ["NST"] = -3.5, ["NDT"] = -2.5,
        ["WEST"] = 1, ["CET"] = 1, ["MEZ"] = 1, ["CEST"] = 2, ["MESZ"] = 2, ["EET"] = 2, ["EEST"] = 3, ["BST"] = 1, ["MSK"] = 3,
        ["JST"] = 9, ["KST"] = 9, ["AEST"] = 10, ["AEDT"] = 11, ["ACST"] = 9.5, ["ACDT"] = 10.5, ["AWST"] = 8, ["NZST"] = 12, ["NZDT"] = 13,
    };

    /// <returns>Null for what is no date, and for dates that do not exist.</returns>
    public static DateTimeOffset? Parse(string? text)
    {
        if (text is null || text.Length > MaxLength)
        {
            return null;
        }

        text = text.Trim();
        foreach (var form in (ReadOnlySpan<Regex>)[Iso(), Compact(), DayFirst(), MonthFirst()])
        {
            if (form.Match(text) is { Success: true } match)
            {
                return Instant(match);
            }
        }

        return null;
    }

    private static DateTimeOffset? Instant(Match match)
    {
        int Number(string name, int otherwise) => match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : otherwise;

        var month = match.Groups["word"] is { Success: true } word ? Month(word.Value) : Number("month", 1);
        var hour = Number("hour", 0);
        var noon = match.Groups["noon"].Value.ToLowerInvariant();
        if (noon.Length > 0)
        {
            hour = (hour % 12) + (noon[0] == 'p' ? 12 : 0);
        }

        if (Offset(match.Groups["zone"].Value) is not { } offset)
        {
            return null;
        }

        try
        {
            // Midnight at the end of a day, and leap seconds: both are written, and neither has a DateTime.
            var days = hour == 24 && Number("minute", 0) == 0 && Number("second", 0) == 0 ? 1 : 0;
            var wall = new DateTime(Year(match.Groups["year"].Value), month, Number("day", 1), days == 1 ? 0 : hour, Number("minute", 0), Math.Min(Number("second", 0), 59), DateTimeKind.Unspecified);
            var fraction = match.Groups["fraction"].Value.PadRight(7, '0')[..7];
            return new DateTimeOffset(wall.AddDays(days).AddTicks(int.Parse(fraction, CultureInfo.InvariantCulture)), offset);
        }
        catch (ArgumentException)
        {
            // The 31st of February, or an instant before year 1 or after 9999 in UTC.
            return null;
        }
    }

    /// <summary>From 1; 0 for a word that is no month.</summary>
    private static int Month(string word) =>
        word.Equals("sept", StringComparison.OrdinalIgnoreCase) ? 9 : 1 + Array.FindIndex(Months, month => word.Length >= 3 && month.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    // RFC 5322, section 4.3: two digits below 50 are this century, others and three digits count from 1900.
    private static int Year(string digits)
    {
        var year = int.Parse(digits, CultureInfo.InvariantCulture);
        return digits.Length switch
        {
            2 => year + (year < 50 ? 2000 : 1900),
            3 => year + 1900,
            _ => year,
        };
    }

    private static TimeSpan? Offset(string zone)
    {
        zone = Comment().Replace(zone, string.Empty).Trim();
        if (NumberedZone().Match(zone) is { Success: true } numbered)
        {
            var digits = numbered.Groups["digits"].Value.Replace(":", string.Empty, StringComparison.Ordinal);
            var hours = int.Parse(digits.Length > 2 ? digits[..^2] : digits, CultureInfo.InvariantCulture);
            var minutes = digits.Length > 2 ? int.Parse(digits[^2..], CultureInfo.InvariantCulture) : 0;
            var offset = new TimeSpan(hours, minutes, 0);
            return hours > 14 ? null : numbered.Groups["sign"].Value == "+" ? offset : -offset;
        }

        return zone.Length == 0 || Word().IsMatch(zone) ? TimeSpan.FromHours(Zones.GetValueOrDefault(zone)) : null;
    }

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})(?:-(?<month>[0-9]{1,2})(?:-(?<day>[0-9]{1,2}))?)?(?:(?:[Tt]|[ \t]+)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,20}))?)?[ \t]*(?<zone>[^0-9].*)?)?$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Iso();

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})(?:[Tt ](?<hour>[0-9]{2}):?(?<minute>[0-9]{2})(?::?(?<second>[0-9]{2}))?(?<zone>[^0-9].*)?)?$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Compact();

    // Tue, 24 Nov 2026 10:15:00 +0100; Tuesday 24-November-26 10:15 EST; 24th Nov 2026 3:15 PM
    [GeneratedRegex(
        @"^(?:[\p{L}.]+[ \t]*,?[ \t]*)?(?<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?[ \t-]+(?<word>[A-Za-z]{3,9})[.,]?[ \t-]+(?<year>[0-9]{2,4})(?:[ \tT,]+(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})(?::(?<second>[0-9]{1,2})(?:\.(?<fraction>[0-9]{1,20}))?)?[ \t]*(?<noon>[AaPp]\.?[Mm]\.?)?[ \t]*(?<zone>[^0-9:].*)?|[ \t]+(?<zone>[A-Za-z+-].*))?$",
        RegexOptions.NonBacktracking)]
    private static partial Regex DayFirst();

    // Tue Nov 24 10:15:00 2026; November 24, 2026 10:15 PM; Tue Nov 24 10:15:00 CET 2026
    [GeneratedRegex(
        @"^(?:[\p{L}.]+[ \t]*,?[ \t]+)?(?<word>[A-Za-z]{3,9})\.?[ \t]+(?<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:[ \t]+(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2}))?[ \t]+(?:(?<zone>[A-Za-z]+)[ \t]+)?(?<year>[0-9]{4})|,?[ \t]+(?<year>[0-9]{4})(?:[ \t,]+(?:at[ \t]+)?(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2}))?[ \t]*(?<noon>[AaPp]\.?[Mm]\.?)?[ \t]*(?<zone>[^0-9:].*)?)?)$",
        RegexOptions.NonBacktracking)]
    private static partial Regex MonthFirst();

    [GeneratedRegex(@"^(?:UTC|GMT|UT|Z)?[ \t]*(?<sign>[+-])[ \t]*(?<digits>[0-9]{1,2}:?[0-9]{2}|[0-9]{1,2})$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex NumberedZone();

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[A-Za-z]+(?:/[A-Za-z_]+)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
