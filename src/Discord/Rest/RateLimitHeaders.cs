using System.Globalization;
using System.Net.Http.Headers;

namespace NewsBot.Discord.Rest;

/// <summary>What an answer says of its route's limit. Source: Discord, "Rate Limits", header format.</summary>
/// <param name="Bucket">Names the limit; the same for every channel.</param>
/// <param name="Limit">Requests per window.</param>
/// <param name="Remaining">Requests left in this window.</param>
/// <param name="ResetAfter">Until the window ends, <see cref="Slack"/> included. Used instead of X-RateLimit-Reset, which needs both clocks to agree.</param>
internal sealed record RateLimitHeaders(string Bucket, int Limit, int Remaining, TimeSpan ResetAfter)
{
    /// <summary>Our clock starts when the answer is here, a little after Discord's: ending later than Discord is cheaper than earlier.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(75);

    // Beyond any limit seen (a permanent one had three days), and far from TimeSpan's end.
    private const double MostSeconds = 30 * 24 * 3600;

    /// <summary>Null if the answer carries no complete, sane set.</summary>
    public static RateLimitHeaders? Read(HttpResponseHeaders headers) =>
        First(headers, "X-RateLimit-Bucket") is { Length: > 0 } bucket
        && int.TryParse(First(headers, "X-RateLimit-Limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
        && int.TryParse(First(headers, "X-RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var remaining)
        && Seconds(First(headers, "X-RateLimit-Reset-After")) is { } resetAfter
            ? new RateLimitHeaders(bucket, limit, remaining, resetAfter + Slack)
            : null;

    public static string? First(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    public static TimeSpan? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)
            ? Seconds(seconds)
            : null;

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MostSeconds));
}
