using System.Globalization;
using System.Text.RegularExpressions;

namespace NewsBot.Bot.Commands;

/// <summary>Pure: times as staff type them, in the newsroom's own zone.</summary>
internal static partial class TimeText
{
    public const string Examples = "`14:30`, `today 18:00`, `tomorrow 09:00`, `Friday 09:00`, `2026-12-01 09:00`, `in 45 minutes` or `in 3 hours`";

    /// <summary>Longer waits are slips of the finger.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);

    private const int DaysOfWeek = 7;

    /// <returns>An instant after <paramref name="now"/>.</returns>
    /// <exception cref="Refusal">It is no time, it is over, or the clocks skip it.</exception>
    public static DateTimeOffset Read(string typed, TimeZoneInfo zone, DateTimeOffset now)
    {
        var text = typed.Trim();
        var instant = Span(text, now) ?? Wall(text, zone, now) ?? throw new Refusal($"I cannot read that time. Write it like {Examples} ({zone.Id}).");
        if (instant <= now)
        {
            throw new Refusal($"{Stamp(instant)} is over already. Write a time to come, such as `tomorrow 09:00` ({zone.Id}).");
        }

        return instant - now <= Farthest ? instant : throw new Refusal($"{Stamp(instant)} is more than a year away; that is surely a slip.");
    }

    /// <summary>Each person's own Discord shows it in their language and zone.</summary>
    public static string Stamp(DateTimeOffset instant) => string.Create(CultureInfo.InvariantCulture, $"<t:{instant.ToUnixTimeSeconds()}:f>");

    /// <summary>Such as "in 3 hours"; as <see cref="Stamp"/>.</summary>
    public static string Relative(DateTimeOffset instant) => string.Create(CultureInfo.InvariantCulture, $"<t:{instant.ToUnixTimeSeconds()}:R>");

    private static DateTimeOffset? Span(string text, DateTimeOffset now)
    {
        if (InSpan().Match(text) is not { Success: true } found)
        {
            return null;
        }

        var count = int.Parse(found.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return now + char.ToLowerInvariant(found.Groups["unit"].ValueSpan[0]) switch
        {
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            _ => TimeSpan.FromDays(count),
        };
    }

    private static DateTimeOffset? Wall(string text, TimeZoneInfo zone, DateTimeOffset now)
    {
        var words = IsoTime().Replace(text, " ").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(word => !word.Equals("at", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (words.Length is 0 or > 2 || !TimeOnly.TryParseExact(words[^1], ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return null;
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        if (words.Length == 1)
        {
            var next = Instant(today, time, zone);
            return next > now ? next : Instant(today.AddDays(1), time, zone);
        }

        return Day(words[0], today) is { } day
            ? Instant(day, time, zone) is var instant && instant <= now && Weekday(words[0]) is not null ? Instant(day.AddDays(DaysOfWeek), time, zone) : instant
            : null;
    }

    private static DateOnly? Day(string word, DateOnly today) => word.ToLowerInvariant() switch
    {
        "today" => today,
        "tomorrow" => today.AddDays(1),
        _ when Weekday(word) is { } weekday => today.AddDays(((int)weekday - (int)today.DayOfWeek + DaysOfWeek) % DaysOfWeek),
        _ when DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => null,
    };

    private static DayOfWeek? Weekday(string word)
    {
        const int Abbreviation = 3;
        return Enum.GetValues<DayOfWeek>().Cast<DayOfWeek?>().FirstOrDefault(day =>
            word.Equals(day.ToString(), StringComparison.OrdinalIgnoreCase) || word.Equals(day.ToString()![..Abbreviation], StringComparison.OrdinalIgnoreCase));
    }

    // Of a time that comes twice the first; one that the clocks skip is nobody's intent.
    private static DateTimeOffset Instant(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var wall = day.ToDateTime(time);
        if (zone.IsInvalidTime(wall))
        {
            throw new Refusal($"The clocks skip {time:HH:mm} on {day:yyyy-MM-dd} in {zone.Id}. Choose another time.");
        }

        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    [GeneratedRegex(@"(?<=\d)T(?=\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"^in\s+(?<count>\d{1,4})\s*(?<unit>m|min|mins|minute|minutes|h|hour|hours|d|day|days)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InSpan();
}
