using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>Writes interactions as Discord sends them.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object.</remarks>
internal static class InteractionJson
{
    private const int MaxFileBytes = 10 * 1024 * 1024;
    private const string Locale = "en-US";

    /// <param name="source">The message whose component was used, or that a form was opened from.</param>
    public static JsonObject Payload(Interaction interaction, JsonObject data, Discord discord, Message? source)
    {
        var (person, channel) = (discord.FindPerson(interaction.PersonId)!, discord.FindChannel(interaction.ChannelId)!);
        var allowed = discord.PermissionsOf(discord.BotId, channel.Id);
        var payload = new JsonObject
        {
            ["id"] = Snowflakes.Text(interaction.Id),
            ["application_id"] = Snowflakes.Text(discord.BotId),
            ["type"] = (int)interaction.Type,
            ["token"] = interaction.Token,
            ["version"] = 1,
            ["data"] = data,
            ["guild_id"] = Snowflakes.Text(discord.GuildId),
            ["guild"] = new JsonObject { ["id"] = Snowflakes.Text(discord.GuildId), ["locale"] = Locale, ["features"] = new JsonArray() },
            ["channel_id"] = Snowflakes.Text(channel.Id),
            ["channel"] = Channel(channel, discord, person.Id),
            ["member"] = GuildJson.Member(person, discord, discord.PermissionsOf(person.Id, channel.Id)),
            ["locale"] = Locale,
            ["guild_locale"] = Locale,
            ["app_permissions"] = GuildJson.Bits(allowed),
            ["entitlements"] = new JsonArray(),
            ["authorizing_integration_owners"] = Owners(discord),
            ["context"] = 0,
            ["attachment_size_limit"] = MaxFileBytes,
        };
        if (source is not null)
        {
            payload["message"] = MessageJson.Message(source, discord.Bot);
        }

        return payload;
    }

    /// <summary>A channel with what the person may do there; resolved ones say what the bot may do too.</summary>
    public static JsonObject Channel(Channel channel, Discord discord, ulong person)
    {
        var json = MessageJson.Channel(channel, discord.GuildId, lastMessage: null);
        json.Remove("permission_overwrites");
        json["permissions"] = GuildJson.Bits(discord.PermissionsOf(person, channel.Id));
        return json;
    }

    public static JsonElement Metadata(Interaction interaction, Discord discord)
    {
        var json = new JsonObject
        {
            ["id"] = Snowflakes.Text(interaction.Id),
            ["type"] = (int)interaction.Type,
            ["user"] = GuildJson.User(discord.FindPerson(interaction.PersonId) ?? new Person(interaction.PersonId, "gone", [])),
            ["authorizing_integration_owners"] = Owners(discord),
        };
        if (interaction.CommandName is { } name)
        {
            (json["name"], json["command_type"]) = (name, interaction.CommandType);
        }

        if (interaction.TargetMessage is { } target)
        {
            json["target_message_id"] = Snowflakes.Text(target);
        }

        if (interaction.Type is InteractionType.Component && interaction.SourceMessage is { } source)
        {
            json["interacted_message_id"] = Snowflakes.Text(source);
        }

        return JsonSerializer.SerializeToElement(json);
    }

    public static int MessageType(Interaction interaction) => interaction switch
    {
        { CommandType: CommandForm.Chat } => 20,
        { CommandType: not null } => 23,
        { SourceMessage: not null } => 19,
        _ => 0,
    };

    /// <summary>The answer to a callback that asked for one.</summary>
    public static JsonObject CallbackAnswer(Interaction interaction, Message? message, Discord discord)
    {
        var told = new JsonObject { ["id"] = Snowflakes.Text(interaction.Id), ["type"] = (int)interaction.Type };
        var answer = new JsonObject { ["interaction"] = told };
        if (message is not null)
        {
            told["response_message_id"] = Snowflakes.Text(message.Id);
            told["response_message_loading"] = message.IsThinking;
            told["response_message_ephemeral"] = message.SeenBy is not null;
            answer["resource"] = new JsonObject { ["type"] = interaction.Callback, ["message"] = MessageJson.Message(message, discord.Bot) };
        }

        return answer;
    }

    private static JsonObject Owners(Discord discord) => new() { ["0"] = discord.GuildId.ToString(CultureInfo.InvariantCulture) };
}
