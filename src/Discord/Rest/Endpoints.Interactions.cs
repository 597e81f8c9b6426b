using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <content>Commands, and what answers interactions.</content>
internal static partial class Endpoints
{
    public static Endpoint CurrentApplication { get; } = new(HttpMethod.Get, "/applications/@me", "", "applications/@me");

    public static Endpoint Gateway { get; } = new(HttpMethod.Get, "/gateway/bot", "", "gateway/bot");

    public static Endpoint PutCommands(Snowflake application, Snowflake? guild) => guild is { } id
        ? new(HttpMethod.Put, "/applications/{application}/guilds/{guild}/commands", id.ToString(), $"applications/{application}/guilds/{id}/commands")
        : new(HttpMethod.Put, "/applications/{application}/commands", "", $"applications/{application}/commands");

    public static Endpoint Respond(Interaction interaction) =>
        new(HttpMethod.Post, "/interactions/{interaction}/{token}/callback", interaction.Token, $"interactions/{interaction.Id}/{Escaped(interaction)}/callback") { Access = Access.Interaction };

    public static Endpoint Reply(HttpMethod method, Interaction interaction) =>
        new(method, "/webhooks/{application}/{token}/messages/@original", interaction.Token, $"webhooks/{interaction.ApplicationId}/{Escaped(interaction)}/messages/@original") { Access = Access.Interaction };

    public static Endpoint FollowUp(Interaction interaction) =>
        new(HttpMethod.Post, "/webhooks/{application}/{token}", interaction.Token, $"webhooks/{interaction.ApplicationId}/{Escaped(interaction)}") { Access = Access.Interaction };

    private static string Escaped(Interaction interaction) => Uri.EscapeDataString(interaction.Token);
}
