using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <summary>One call's address.</summary>
/// <param name="Method">GET, POST, PUT, PATCH or DELETE.</param>
/// <param name="Template">The path with its parameters' names: what errors show and limits are learned for.</param>
/// <param name="Major">The resource limits are counted for: a channel, a guild, or a webhook with its token; empty if the path names none.</param>
/// <param name="Path">Relative to the base address.</param>
internal sealed record Endpoint(HttpMethod Method, string Template, string Major, string Path)
{
    public Access Access { get; init; }

    /// <summary>Without the path, which may carry a token.</summary>
    public override string ToString() => $"{Method} {Template}";
}

internal static partial class Endpoints
{
    private const string Me = "/users/@me";
    private const string OneChannel = "/channels/{channel}";
    private const string Messages = "/channels/{channel}/messages";
    private const string OneMessage = "/channels/{channel}/messages/{message}";

    public static Endpoint CurrentUser { get; } = new(HttpMethod.Get, Me, "", "users/@me");

    public static Endpoint Channel(Snowflake channel) =>
        new(HttpMethod.Get, OneChannel, channel.ToString(), $"channels/{channel}");

    public static Endpoint CreateMessage(Snowflake channel) =>
        new(HttpMethod.Post, Messages, channel.ToString(), $"channels/{channel}/messages");

    public static Endpoint ListMessages(Snowflake channel, Snowflake? after, int limit) =>
        new(HttpMethod.Get, Messages, channel.ToString(), $"channels/{channel}/messages?limit={limit}{(after is { } id ? $"&after={id}" : "")}");

    public static Endpoint EditMessage(Snowflake channel, Snowflake message) =>
        new(HttpMethod.Patch, OneMessage, channel.ToString(), $"channels/{channel}/messages/{message}");

    public static Endpoint DeleteMessage(Snowflake channel, Snowflake message) =>
        new(HttpMethod.Delete, OneMessage, channel.ToString(), $"channels/{channel}/messages/{message}");

    public static Endpoint Crosspost(Snowflake channel, Snowflake message) =>
        new(HttpMethod.Post, "/channels/{channel}/messages/{message}/crosspost", channel.ToString(), $"channels/{channel}/messages/{message}/crosspost");

    public static Endpoint StartThread(Snowflake channel, Snowflake message) =>
        new(HttpMethod.Post, "/channels/{channel}/messages/{message}/threads", channel.ToString(), $"channels/{channel}/messages/{message}/threads");

    public static Endpoint EditThread(Snowflake thread) =>
        new(HttpMethod.Patch, OneChannel, thread.ToString(), $"channels/{thread}");

    public static Endpoint DeleteThread(Snowflake thread) =>
        new(HttpMethod.Delete, OneChannel, thread.ToString(), $"channels/{thread}");

    public static Endpoint ArchivedThreads(Snowflake channel) =>
        new(HttpMethod.Get, "/channels/{channel}/threads/archived/public", channel.ToString(), $"channels/{channel}/threads/archived/public?limit={Limits.ThreadsPerPage}");

    public static Endpoint CreateForumPost(Snowflake channel) =>
        new(HttpMethod.Post, "/channels/{channel}/threads", channel.ToString(), $"channels/{channel}/threads");
}
