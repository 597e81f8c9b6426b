using System.Net;
using System.Net.Http.Headers;

namespace NewsBot.Discord.Rest;

/// <summary>An answer that says "not now", for <see cref="RateLimitHeaders.Slack"/> longer than Discord asks. Source: Discord, "Exceeding A Rate Limit".</summary>
internal sealed record Throttle(TimeSpan Wait, RateLimitScope Scope)
{
    // Cloudflare's pages may name no time at all. Asking again at once makes its ban longer.
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(60);

    /// <summary>Null for every answer but a 429 and Cloudflare's ban, which is a page of HTML with status 429 or 403.</summary>
    public static Throttle? Read(HttpResponseMessage response, byte[] body)
    {
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden))
            return null;
        var error = DiscordError.Parse(body);
        if (response.StatusCode == HttpStatusCode.Forbidden && error is not null)
            return null;
        return new Throttle((Longest(RetryAfter(response.Headers), error?.RetryAfter) ?? Unsaid) + RateLimitHeaders.Slack, ScopeOf(response.Headers, error));
    }

    private static RateLimitScope ScopeOf(HttpResponseHeaders headers, DiscordError? error) =>
        (RateLimitHeaders.First(headers, "X-RateLimit-Scope"), error) switch
        {
            ("global", _) or (_, { Global: true }) => RateLimitScope.Global,
            ("shared", _) => RateLimitScope.Shared,
            ("user", _) => RateLimitScope.User,
            // Not Discord but Cloudflare before it speaks HTML, and it means the whole network address.
            (_, null) => RateLimitScope.Global,
            _ => headers.Contains("X-RateLimit-Global") ? RateLimitScope.Global : RateLimitScope.User,
        };

    // Header and body may differ by far (1 s and 1163 s: discord-api-docs#6109); the longer one is true.
    private static TimeSpan? Longest(TimeSpan? header, TimeSpan? body) => header > body || body is null ? header : body;

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers) =>
        RateLimitHeaders.Seconds(RateLimitHeaders.First(headers, "Retry-After"));
}
