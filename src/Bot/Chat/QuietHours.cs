using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NewsBot.Bot.Chat;

/// <summary>Pure: the hours of a day, by the clock on the wall of a zone, in which posts arrive silently. They may run over midnight.</summary>
/// <param name="From">The first minute of them.</param>
/// <param name="Until">The first minute after them.</param>
/// <param name="Zone">An IANA zone.</param>
internal sealed record QuietHours(TimeOnly From, TimeOnly Until, TimeZoneInfo Zone)
{
    /// <summary>By the wall clock: an hour that summer time skips is never, and one that it repeats is twice.</summary>
    public bool Contains(DateTimeOffset now) =>
        // TimeOnly counts the end out, and knows a span that runs over midnight.
        TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime).IsBetween(From, Until);

    /// <summary>As in <c>22:00-07:00 Europe/Lisbon</c>.</summary>
    /// <param name="text">As people type it.</param>
    /// <param name="quiet">Null when it cannot be read.</param>
    /// <param name="problem">What is wrong with it, and what would mend it.</param>
    /// <param name="zone">When the text names none.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out QuietHours? quiet, [NotNullWhen(false)] out string? problem, TimeZoneInfo? zone = null)
    {
        const string Example = "write it like 22:00-07:00 Europe/Lisbon";
        quiet = null;
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var hours = words.Length is 1 or 2 ? words[0].Split('-', '–') : [];
        if (hours.Length != 2 || !IsTime(hours[0], out var from) || !IsTime(hours[1], out var until))
        {
            problem = $"\"{text}\" is no span of hours; {Example}";
        }
        else if (from == until)
        {
            problem = $"\"{text}\" begins when it ends, which is either never or always; {Example}";
        }
        else if (words.Length == 1 && zone is null)
        {
            problem = $"\"{text}\" names no time zone; {Example}";
        }
        else if (words.Length == 2 && !IsZone(words[1], out zone))
        {
            problem = $"\"{words[1]}\" is no IANA time zone; {Example}";
        }
        else
        {
            (quiet, problem) = (new QuietHours(from, until, zone!), null);
            return true;
        }

        return false;
    }

    /// <summary>The one form in which it is stored.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH\\:mm}-{Until:HH\\:mm} {Zone.Id}");

    private static bool IsTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    // Local is whatever the machine happens to be set to.
    private static bool IsZone(string id, [NotNullWhen(true)] out TimeZoneInfo? zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone) && !id.Equals("local", StringComparison.OrdinalIgnoreCase);
}
