using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>The events that open a session.</summary>
/// <remarks>https://docs.discord.com/developers/events/gateway-events#ready and #guild-create.</remarks>
internal static class GatewayEvents
{
    private const int Version = 10;

    public static JsonObject Ready(Discord discord, LocalGateway gateway, GatewaySession session, bool withGuild)
    {
        var user = discord.Bot;
        (user["verified"], user["mfa_enabled"], user["email"], user["flags"]) = (true, false, null, 0);
        return new JsonObject
        {
            ["v"] = Version,
            ["user_settings"] = new JsonObject(),
            ["user"] = user,
            ["session_type"] = "normal",
            ["session_id"] = session.Id,
            ["resume_gateway_url"] = gateway.Url.AbsoluteUri + GatewayRoutes.ResumeDoor,
            ["relationships"] = new JsonArray(),
            ["private_channels"] = new JsonArray(),
            ["presences"] = new JsonArray(),
            ["guilds"] = withGuild && discord.InGuild ? new JsonArray(Unavailable(discord)) : new JsonArray(),
            ["guild_join_requests"] = new JsonArray(),
            ["shard"] = new JsonArray(session.Shard.Id, session.Shard.Count),
            ["application"] = new JsonObject { ["id"] = Snowflakes.Text(discord.BotId), ["flags"] = 0 },
            ["_trace"] = new JsonArray("[\"newsbot-sandbox\"]"),
        };
    }

    public static JsonObject GuildCreate(Discord discord, GatewayRules rules)
    {
        var guild = GuildJson.Guild(discord);
        var bot = discord.FindPerson(discord.BotId);
        guild["joined_at"] = MessageJson.Instant(discord.Founded);
        guild["large"] = false;
        guild["unavailable"] = false;
        guild["geo_restricted"] = false;
        guild["member_count"] = discord.People.Count;
        guild["voice_states"] = new JsonArray();
        // Without the members intent only the bot itself is told.
        guild["members"] = bot is null ? new JsonArray() : new JsonArray(GuildJson.Member(bot, discord));
        guild["channels"] = new JsonArray([.. discord.Channels.Where(channel => !channel.IsThread).Select(channel => discord.Json(channel))]);
        guild["threads"] = new JsonArray([.. discord.Channels.Where(channel => channel.Thread is { Archived: false }).Select(channel => discord.Json(channel))]);
        guild["presences"] = new JsonArray();
        guild["stage_instances"] = new JsonArray();
        guild["guild_scheduled_events"] = new JsonArray([.. discord.Events.Open.Select(discord.Events.Json)]);
        guild["soundboard_sounds"] = new JsonArray();
        if (rules.Filling > 0)
        {
            guild["newsbot_sandbox_filling"] = new string('x', rules.Filling);
        }

        return guild;
    }

    /// <summary>A guild that the bot is in and cannot reach now, in READY and in the GUILD_DELETE of an outage.</summary>
    public static JsonObject Unavailable(Discord discord) => new() { ["id"] = Snowflakes.Text(discord.GuildId), ["unavailable"] = true };
}
