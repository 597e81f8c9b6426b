using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>What one request counts against: a kind of request and the resource at the top of its path.</summary>
/// <param name="Kind">Counts apart, even where two kinds report one hash (api-docs#1442).</param>
/// <param name="Family">What the hash is made of: the same for every resource.</param>
/// <param name="Major">Channel, guild, or webhook with its token.</param>
/// <param name="Hidden">A limit that no header tells of, beside the one that they tell of.</param>
internal sealed record Bucket(string Kind, string Family, string Major, Quota Shown, Quota? Hidden = null)
{
    private const string Messages = "channels/{channel}/messages";

    /// <summary>A message this young, or older than <see cref="Old"/>, is deleted in a bucket of its own (api-docs#1295, #2761).</summary>
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Old = TimeSpan.FromDays(14);
    private static readonly TimeSpan OldForEdits = TimeSpan.FromHours(1);

    /// <returns>Null for a request that has no limit of its own: reading (api-docs#1135), and whatever goes to a channel that is not there.</returns>
    public static Bucket? Of(HttpContext http, Discord discord, ChannelLimits limits, DateTimeOffset now)
    {
        var method = http.Request.Method;
        var path = Template(http);
        if (HttpMethods.IsGet(method))
        {
            return null;
        }

        if (path.StartsWith("webhooks/", StringComparison.Ordinal))
        {
            return limits.Webhook is { } webhook ? new Bucket("webhook " + method, "webhook", WebhookOf(http), webhook) : null;
        }

        if (!Snowflakes.TryParse(Value(http, "channel"), out var id) || discord.FindChannel(id) is not { } channel)
        {
            return null;
        }

        var major = Snowflakes.Text(id);
        var shown = new Quota(limits.PerChannel, limits.Window);
        var message = Snowflakes.TryParse(Value(http, "message"), out var messageId) ? discord.Find(id, messageId) : null;
        return (method, path) switch
        {
            ("POST", Messages + "/{message}/crosspost") => new Bucket("crosspost", "crosspost", major, limits.Crossposts),
            ("POST", "channels/{channel}/threads" or Messages + "/{message}/threads") => limits.Threads is { } threads ? new Bucket("thread", "thread", major, shown, threads with { Shared = true }) : null,
            ("POST", Messages) => new Bucket("create", "write", major, shown, limits.Hidden is { } hidden ? hidden with { Code = 20028 } : null),
            ("PATCH", Messages + "/{message}") => new Bucket("edit", "write", major, shown, HiddenForEdit(message, limits, now)),
            ("DELETE", Messages + "/{message}") => Deleting(message, major, shown, now),
            _ => new Bucket(method, method, major, shown),
        };
    }

    private static Quota? HiddenForEdit(Message? message, ChannelLimits limits, DateTimeOffset now)
    {
        if (message is { IsCrossposted: true })
        {
            return limits.PublishedEdits is { } published ? published with { Code = 20022 } : null;
        }

        return message is not null && now - message.Timestamp > OldForEdits && limits.OldEdits is { } old ? old with { Code = 30046 } : null;
    }

    private static Bucket Deleting(Message? message, string major, Quota shown, DateTimeOffset now)
    {
        var age = message is null ? "" : (now - message.Timestamp) switch
        {
            var young when young < Young => " young",
            var old when old > Old => " old",
            _ => "",
        };
        return new Bucket("delete" + age, "delete" + age, major, shown);
    }

    private static string Template(HttpContext http)
    {
        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        return pattern.StartsWith(DiscordRoutes.Root, StringComparison.Ordinal) ? pattern[(DiscordRoutes.Root.Length + 1)..] : pattern;
    }

    /// <summary>The webhook and its token, from the path itself.</summary>
    private static string WebhookOf(HttpContext http)
        => string.Join('/', http.Request.Path.ToString().Split('/').SkipWhile(part => part != "webhooks").Skip(1).Take(2));

    private static string? Value(HttpContext http, string name) => http.Request.RouteValues[name]?.ToString();
}

/// <summary>So many requests in such a time.</summary>
public sealed record Quota(int Requests, TimeSpan Window)
{
    /// <summary>The code of the 429, where it has one.</summary>
    internal int? Code { get; init; }

    /// <summary>The limit is everybody's, not this bot's: scope shared.</summary>
    internal bool Shared { get; init; }
}
