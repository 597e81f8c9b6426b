using System.Globalization;
using System.Text.RegularExpressions;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Instants as people write them in front matter.</summary>
internal static partial class DateText
{
    // What Astro's starter writes. Never numbers alone: 03/04/2026 means two days.
    private static readonly string[] InWords = ["MMM d yyyy", "MMM d, yyyy", "MMMM d yyyy", "MMMM d, yyyy", "d MMM yyyy", "d MMMM yyyy"];

    /// <summary>
    /// Takes ISO 8601 with <c>T</c> or a space, Jekyll's <c>2026-03-05 16:06:07 +0200</c>, a date alone (its midnight), and a date
    /// in English words. What has no offset is wall time in <paramref name="zone"/>.
    /// </summary>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        instant = default;
        text = text.Trim();
        if (DateTime.TryParseExact(text, InWords, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return TryAt(day, zone, out instant);
        }

        var match = Iso().Match(text);
        if (!match.Success || !TryWall(match, out var wall))
        {
            return false;
        }

        var offset = match.Groups["offset"].Value;
        return offset.Length == 0 ? TryAt(wall, zone, out instant) : TryWithOffset(wall, offset, out instant);
    }

    /// <summary>Wall time that a change of clocks skips is taken by the old clock; wall time that comes twice, the first time.</summary>
    private static bool TryAt(DateTime wall, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        if (zone.IsInvalidTime(wall))
        {
            offset = zone.GetUtcOffset(wall.AddHours(-3));
        }

        return TryMake(wall, offset, out instant);
    }

    private static bool TryWithOffset(DateTime wall, string text, out DateTimeOffset instant)
    {
        if (text is "Z" or "z" or "UTC" or "GMT")
        {
            return TryMake(wall, TimeSpan.Zero, out instant);
        }

        var digits = text[1..].Replace(":", string.Empty, StringComparison.Ordinal);
        var hours = int.Parse(digits.Length > 2 ? digits[..^2] : digits, CultureInfo.InvariantCulture);
        var minutes = digits.Length > 2 ? int.Parse(digits[^2..], CultureInfo.InvariantCulture) : 0;
        var offset = new TimeSpan(hours, minutes, 0);
        return TryMake(wall, text[0] == '-' ? -offset : offset, out instant);
    }

    private static bool TryWall(Match match, out DateTime wall)
    {
        int Number(string name) => match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
        try
        {
            wall = new DateTime(Number("year"), Number("month"), Number("day"), Number("hour"), Number("minute"), Number("second"), DateTimeKind.Unspecified);
        }
        catch (ArgumentOutOfRangeException)
        {
            wall = default;
            return false;
        }

        var fraction = match.Groups["fraction"].Value.PadRight(7, '0')[..7];
        wall = wall.AddTicks(int.Parse(fraction, CultureInfo.InvariantCulture));
        return true;
    }

    private static bool TryMake(DateTime wall, TimeSpan offset, out DateTimeOffset instant)
    {
        try
        {
            instant = new DateTimeOffset(wall, offset);
            return true;
        }
        catch (ArgumentException)
        {
            // An offset beyond 14 hours, or an instant before year 1 or after 9999 in UTC.
            instant = default;
            return false;
        }
    }

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})(?:(?:[Tt]|[ \t]+)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,20}))?)?[ \t]*(?<offset>Z|z|UTC|GMT|[+-][0-9]{1,2}(?::?[0-9]{2})?)?)?$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Iso();
}
