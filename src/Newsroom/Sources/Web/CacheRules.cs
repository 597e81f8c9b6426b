using System.Globalization;
using System.Net.Http.Headers;

namespace NewsBot.Newsroom.Sources.Web;

/// <summary>Pure: when a server wishes to be asked again (RFC 9110, section 10.2.3; RFC 9111, sections 5.2.2.1 and 5.3). Nonsense is no wish.</summary>
internal static class CacheRules
{
    /// <summary>Nobody may silence a source for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // RFC 9110, section 5.6.7: the form to write, and two older ones to understand.
    private static readonly string[] DateForms = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    /// <summary>How long the answer stays fresh: max-age less its age, or else Expires.</summary>
    public static TimeSpan? Fresh(HttpResponseMessage response, DateTimeOffset now)
    {
        if (MaxAge(Raw(response.Headers, "Cache-Control")) is { } maxAge)
        {
            return Bounded(maxAge - (Seconds(Raw(response.Headers, "Age")) ?? TimeSpan.Zero));
        }

        var sent = Date(Raw(response.Headers, "Date")) ?? now;
        return Date(Raw(response.Content.Headers, "Expires")) is { } expires ? Bounded(expires - sent) : null;
    }

    /// <summary>Retry-After, in seconds or as a date.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var text = Raw(response.Headers, "Retry-After");
        return Seconds(text) is { } span ? Bounded(span) : Date(text) is { } date ? Bounded(date - now) : null;
    }

    public static string? Raw(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static TimeSpan? MaxAge(string? cacheControl)
    {
        foreach (var part in (cacheControl ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value] && name.Equals("max-age", StringComparison.OrdinalIgnoreCase))
            {
                return Seconds(value.Trim('"'));
            }
        }

        return null;
    }

    // More digits than a long has are simply a very long time.
    private static TimeSpan? Seconds(string? text) =>
        text is { Length: > 0 } && text.All(char.IsAsciiDigit)
            ? TimeSpan.FromSeconds(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, (long)Longest.TotalSeconds) : (long)Longest.TotalSeconds)
            : null;

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static TimeSpan? Bounded(TimeSpan span) => span <= TimeSpan.Zero ? null : span < Longest ? span : Longest;
}
