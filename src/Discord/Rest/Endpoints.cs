using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <summary>One call's address.</summary>
/// <param name="Method">GET, POST, PUT, PATCH or DELETE.</param>
/// <param name="Template">The path with its parameters' names: what errors show and limits are learned for.</param>
/// <param name="Major">The resource limits are counted for (here a channel); empty if the path names none.</param>
/// <param name="Path">Relative to the base address.</param>
internal sealed record Endpoint(HttpMethod Method, string Template, string Major, string Path)
{
    /// <summary>Its path carries a token of its own: no Authorization, and it counts for no global limit (Discord, "Receiving and Responding").</summary>
    public bool IsInteraction { get; init; }

    public override string ToString() => $"{Method} {Template}";
}

internal static class Endpoints
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

    public static Endpoint CurrentApplication { get; } = new(HttpMethod.Get, "/applications/@me", "", "applications/@me");

    public static Endpoint Gateway { get; } = new(HttpMethod.Get, "/gateway/bot", "", "gateway/bot");

    public static Endpoint PutCommands(Snowflake application, Snowflake? guild) => guild is { } id
        ? new(HttpMethod.Put, "/applications/{application}/guilds/{guild}/commands", id.ToString(), $"applications/{application}/guilds/{id}/commands")
        : new(HttpMethod.Put, "/applications/{application}/commands", "", $"applications/{application}/commands");

    public static Endpoint MemberRole(HttpMethod method, Snowflake guild, Snowflake user, Snowflake role) =>
        new(method, "/guilds/{guild}/members/{user}/roles/{role}", guild.ToString(), $"guilds/{guild}/members/{user}/roles/{role}");

    public static Endpoint Respond(Interaction interaction) =>
        new(HttpMethod.Post, "/interactions/{interaction}/{token}/callback", "", $"interactions/{interaction.Id}/{Uri.EscapeDataString(interaction.Token)}/callback") { IsInteraction = true };

    public static Endpoint Reply(HttpMethod method, Interaction interaction) =>
        new(method, "/webhooks/{application}/{token}/messages/@original", interaction.Token, $"webhooks/{interaction.ApplicationId}/{Uri.EscapeDataString(interaction.Token)}/messages/@original") { IsInteraction = true };

    public static Endpoint FollowUp(Interaction interaction) =>
        new(HttpMethod.Post, "/webhooks/{application}/{token}", interaction.Token, $"webhooks/{interaction.ApplicationId}/{Uri.EscapeDataString(interaction.Token)}") { IsInteraction = true };
}
