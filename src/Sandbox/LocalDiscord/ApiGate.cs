using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>
/// What stands around every API request, in this order: 1. read the body; 2. throw the dice for a fault; 3. Cloudflare (User-Agent,
/// ban); 4. the token; 5. the global limit; 6. the channel's limit; 7. the handler; 8. the faults that strike after it; 9. write it
/// all down.
/// </summary>
internal sealed partial class ApiGate(Discord discord, string token, TimeProvider time) : IEndpointFilter
{
    private readonly string authorization = "Bot " + token;

    public static ApiBody Body(HttpContext http) => http.Features.GetRequiredFeature<ApiBody>();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (body, unread) = await ReadBodyAsync(http);
        http.Features.Set(body);

        ulong? channel = Snowflakes.TryParse(http.Request.RouteValues["channel"]?.ToString(), out var id) ? id : null;
        var bucket = Bucket.Of(http, discord, discord.Limits.Rules, time.GetUtcNow());
        var fault = discord.Faults.Draw(rule => rule.Fits(http.Request.Method, http.Request.Path, channel));
        var answer = Early(fault, bucket) ?? await HandleAsync(http.Request, bucket, unread, () => next(context));
        answer = await LateAsync(fault, answer, bucket, http.RequestAborted);

        discord.Limits.Note(answer);
        discord.Log.Add(http.Request.Method, http.Request.Path + http.Request.QueryString, body, answer);
        return answer;
    }

    private static async Task<(ApiBody Body, Refusal? Unread)> ReadBodyAsync(HttpContext http)
    {
        try
        {
            return (await ApiBody.ReadAsync(http.Request, http.RequestAborted), null);
        }
        catch (Refusal refused)
        {
            return (ApiBody.None, refused);
        }
    }

    private async Task<Answer> HandleAsync(HttpRequest request, Bucket? bucket, Refusal? unread, Func<ValueTask<object?>> handler)
    {
        if (Refuse(request) is { } refused)
        {
            return refused;
        }

        if (bucket is null)
        {
            return await AnswerAsync(unread, handler);
        }

        var answer = discord.Limits.Take(bucket) ?? await AnswerAsync(unread, handler);
        discord.Limits.Describe(answer, bucket);
        return answer;
    }

    private Answer? Refuse(HttpRequest request)
    {
        if (discord.Limits.TakeDoor() is { } banned)
        {
            return banned;
        }

        if (!BotUserAgent().IsMatch(request.Headers.UserAgent.ToString()))
        {
            return Answer.Error(403, 40333, "internal network error");
        }

        if (request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<WithoutToken>() is not null)
        {
            return null;
        }

        if (request.Headers.Authorization != authorization || discord.Gateway.TokenWasReset)
        {
            return Answer.Unauthorized;
        }

        return discord.Limits.TakeGlobal();
    }

    private static async Task<Answer> AnswerAsync(Refusal? unread, Func<ValueTask<object?>> handler)
    {
        try
        {
            return unread?.Answer ?? (Answer)(await handler())!;
        }
        catch (Refusal refused)
        {
            return refused.Answer;
        }
    }

    /// <summary>The faults that keep the request from being done.</summary>
    private Answer? Early(DiscordFault? fault, Bucket? bucket)
    {
        switch (fault?.Kind)
        {
            case DiscordFaultKind.LimitedUser:
                return Limited("user", fault.Wait, bucket, fault.Wait);
            case DiscordFaultKind.LimitedGlobal:
                return RateLimits.Limited("global", fault.Wait);
            case DiscordFaultKind.LimitedShared:
                return Limited("shared", fault.Wait, bucket, usedUpFor: null);
            case DiscordFaultKind.LimitedHtml:
                return Answer.Page(429, "Error 1015");
            case DiscordFaultKind.LimitedMismatch:
                var mismatch = Limited("user", fault.Wait, bucket, TimeSpan.FromSeconds(1));
                mismatch.Headers["Retry-After"] = "1";
                return mismatch;
            case DiscordFaultKind.ErrorBefore:
                return Answer.Error(500, 0, "500: Internal Server Error");
            case DiscordFaultKind.BadGateway:
                return Answer.Page(502, "502 Bad Gateway");
            case DiscordFaultKind.DropBefore:
                return Answer.Drop;
            case DiscordFaultKind.TokenRevoked:
                return Answer.Unauthorized;
            case DiscordFaultKind.UnknownChannel:
                return Refusal.UnknownChannel.Answer;
            case DiscordFaultKind.MissingAccess:
                return Refusal.MissingAccess.Answer;
            case DiscordFaultKind.MissingPermissions:
                return Refusal.MissingPermissions.Answer;
            default:
                return null;
        }
    }

    private Answer Limited(string scope, TimeSpan wait, Bucket? bucket, TimeSpan? usedUpFor)
    {
        var answer = RateLimits.Limited(scope, wait);
        if (bucket is not null)
        {
            discord.Limits.Describe(answer, bucket, usedUpFor);
        }

        return answer;
    }

    /// <summary>The faults that strike when the request is done.</summary>
    private async Task<Answer> LateAsync(DiscordFault? fault, Answer answer, Bucket? bucket, CancellationToken ct)
    {
        switch (fault?.Kind)
        {
            case DiscordFaultKind.ErrorAfter:
                return Answer.Error(500, 0, "500: Internal Server Error");
            case DiscordFaultKind.DropAfter:
                return Answer.Drop;
            case DiscordFaultKind.BucketRenamed:
                discord.Limits.Rename();
                if (bucket is not null)
                {
                    discord.Limits.Describe(answer, bucket);
                }

                return answer;
            case DiscordFaultKind.BucketOdd when bucket is not null:
                discord.Limits.DescribeOddly(answer, bucket);
                return answer;
            case DiscordFaultKind.BucketSilent:
                foreach (var name in answer.Headers.Keys.Where(name => name.StartsWith("X-RateLimit-", StringComparison.Ordinal)).ToList())
                {
                    answer.Headers.Remove(name);
                }

                return answer;
            case DiscordFaultKind.Delay:
                await Task.Delay(fault.Wait, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return answer;
            default:
                return answer;
        }
    }

    /// <remarks>https://docs.discord.com/developers/reference#user-agent.</remarks>
    [GeneratedRegex(@"^DiscordBot \([^ ,)]+, ?[^)]+\)", RegexOptions.NonBacktracking)]
    private static partial Regex BotUserAgent();
}
