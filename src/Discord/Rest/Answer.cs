using System.Net;

namespace NewsBot.Discord.Rest;

/// <summary>One answer, read whole.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Limits">What it says of its route's limit.</param>
/// <param name="Throttle">How long to stay away, if it says so.</param>
/// <param name="Body">At most <see cref="Exchange.MaxAnswerBytes"/>.</param>
internal sealed record Answer(HttpStatusCode Status, RateLimitHeaders? Limits, Throttle? Throttle, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Counts towards Discord's ban: 401, 403, and 429 unless everybody is throttled alike.</summary>
    public bool IsInvalid => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        || (Status == HttpStatusCode.TooManyRequests && Throttle?.Scope != RateLimitScope.Shared);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        return new Answer(response.StatusCode, RateLimitHeaders.Read(response.Headers), Rest.Throttle.Read(response, body), body);
    }
}
