using System.Globalization;

namespace NewsBot.Discord.Rest;

/// <summary>The request was not carried out, and may be sent again after <see cref="RetryAfter"/>: longer than the client waits itself.</summary>
public sealed class RateLimitedException : Exception
{
    public RateLimitedException(string path, TimeSpan retryAfter, RateLimitScope scope)
        : base(Describe(path, retryAfter, scope))
    {
        Path = path;
        RetryAfter = retryAfter;
        Scope = scope;
    }

    /// <summary>Method and template, as in <c>POST /channels/{channel}/messages</c>.</summary>
    public string Path { get; }

    public TimeSpan RetryAfter { get; }

    public RateLimitScope Scope { get; }

    private static string Describe(string path, TimeSpan retryAfter, RateLimitScope scope)
    {
        var seconds = retryAfter.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return scope switch
        {
            RateLimitScope.Global => $"All requests to Discord must wait {seconds} s (global limit), among them {path}.",
            RateLimitScope.Shared => $"{path} must wait {seconds} s: others use the same channel too much (shared limit).",
            RateLimitScope.Breaker => $"{path} was not sent, nor will any request for {seconds} s: {InvalidRequests.Most} requests were refused "
                + $"(401, 403, 429) within {InvalidRequests.Window.TotalMinutes:0} min, and Discord bans addresses that go on. The refusals before this one name the cause.",
            _ => $"{path} must wait {seconds} s (limit of this route).",
        };
    }
}
