using System.Globalization;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Writes the guild, its roles and its members, in Discord's own field names.</summary>
internal static class GuildJson
{
    /// <summary>A user. Names of accounts are lower case; what people see is the global name.</summary>
    public static JsonObject User(Person person)
    {
        var json = MessageJson.User(person.Id, person.Name);
        if (person.Bot)
        {
            return json;
        }

        json["username"] = new string([.. person.Name.TakeWhile(char.IsAsciiLetterOrDigit)]).ToLowerInvariant() is { Length: > 0 } account ? account : "person";
        json["global_name"] = person.Name;
        json["bot"] = false;
        return json;
    }

    /// <summary>A member. With permissions, as interactions bear one; with guild_id and without, as events and routes do.</summary>
    public static JsonObject Member(Person person, Discord discord, Permissions? permissions = null, bool withGuild = false)
    {
        var json = new JsonObject
        {
            ["user"] = User(person),
            ["nick"] = null,
            ["avatar"] = null,
            ["banner"] = null,
            ["roles"] = new JsonArray([.. person.Roles.Select(role => JsonValue.Create(Snowflakes.Text(role)))]),
            ["joined_at"] = MessageJson.Instant(discord.Founded),
            ["premium_since"] = null,
            ["communication_disabled_until"] = null,
            ["deaf"] = false,
            ["mute"] = false,
            ["pending"] = false,
            ["flags"] = 0,
        };
        if (permissions is { } allowed)
        {
            json["permissions"] = Bits(allowed);
        }

        if (withGuild)
        {
            json["guild_id"] = Snowflakes.Text(discord.GuildId);
        }

        return json;
    }

    public static JsonObject Role(Role role, Discord discord)
    {
        var json = new JsonObject
        {
            ["id"] = Snowflakes.Text(role.Id),
            ["name"] = role.Name,
            ["description"] = null,
            ["color"] = role.Colour,
            ["colors"] = new JsonObject { ["primary_color"] = role.Colour, ["secondary_color"] = null, ["tertiary_color"] = null },
            ["hoist"] = false,
            ["icon"] = null,
            ["unicode_emoji"] = null,
            ["position"] = role.Id == discord.GuildId ? 0 : 1,
            ["permissions"] = Bits(role.Permissions),
            ["managed"] = role.Managed,
            ["mentionable"] = role.Mentionable,
            ["flags"] = 0,
        };
        if (role.Managed)
        {
            json["tags"] = new JsonObject { ["bot_id"] = Snowflakes.Text(discord.BotId) };
        }

        return json;
    }

    /// <summary>The guild as GET /guilds/{guild} answers.</summary>
    public static JsonObject Guild(Discord discord) => new()
    {
        ["id"] = Snowflakes.Text(discord.GuildId),
        ["name"] = discord.GuildName,
        ["icon"] = null,
        ["description"] = null,
        ["home_header"] = null,
        ["splash"] = null,
        ["discovery_splash"] = null,
        ["features"] = new JsonArray("COMMUNITY", "NEWS"),
        ["banner"] = null,
        ["owner_id"] = Snowflakes.Text(discord.OwnerId),
        ["application_id"] = null,
        ["region"] = "deprecated",
        ["afk_channel_id"] = null,
        ["afk_timeout"] = 300,
        ["system_channel_id"] = null,
        ["system_channel_flags"] = 0,
        ["widget_enabled"] = false,
        ["widget_channel_id"] = null,
        ["verification_level"] = 1,
        ["roles"] = new JsonArray([.. discord.AllRoles.Select(role => Role(role, discord))]),
        ["default_message_notifications"] = 1,
        ["mfa_level"] = 0,
        ["explicit_content_filter"] = 2,
        ["max_presences"] = null,
        ["max_members"] = 500000,
        ["max_stage_video_channel_users"] = 50,
        ["max_video_channel_users"] = 25,
        ["vanity_url_code"] = null,
        ["premium_tier"] = 0,
        ["premium_subscription_count"] = 0,
        ["preferred_locale"] = "en-US",
        ["rules_channel_id"] = null,
        ["safety_alerts_channel_id"] = null,
        ["public_updates_channel_id"] = null,
        ["premium_progress_bar_enabled"] = false,
        ["nsfw"] = false,
        ["nsfw_level"] = 0,
        ["emojis"] = new JsonArray(),
        ["stickers"] = new JsonArray(),
        ["incidents_data"] = null,
    };

    /// <summary>The guild as GET /users/@me/guilds lists it.</summary>
    public static JsonObject GuildOfBot(Discord discord) => new()
    {
        ["id"] = Snowflakes.Text(discord.GuildId),
        ["name"] = discord.GuildName,
        ["icon"] = null,
        ["banner"] = null,
        ["owner"] = false,
        ["permissions"] = Bits(discord.PermissionsOf(discord.BotId)),
        ["features"] = new JsonArray("COMMUNITY", "NEWS"),
    };

    public static string Bits(Permissions permissions) => ((ulong)permissions).ToString(CultureInfo.InvariantCulture);
}
