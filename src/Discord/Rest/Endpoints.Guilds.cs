using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <content>What a guild holds: channels, roles, members, events.</content>
internal static partial class Endpoints
{
    private const string OneEvent = "/guilds/{guild}/scheduled-events/{event}";

    public static Endpoint Guild(Snowflake guild) => OfGuild(HttpMethod.Get, "/guilds/{guild}", guild, "");

    public static Endpoint GuildChannels(Snowflake guild) => OfGuild(HttpMethod.Get, "/guilds/{guild}/channels", guild, "/channels");

    public static Endpoint GuildRoles(Snowflake guild) => OfGuild(HttpMethod.Get, "/guilds/{guild}/roles", guild, "/roles");

    public static Endpoint ActiveThreads(Snowflake guild) => OfGuild(HttpMethod.Get, "/guilds/{guild}/threads/active", guild, "/threads/active");

    public static Endpoint GuildMember(Snowflake guild, Snowflake user) => OfGuild(HttpMethod.Get, "/guilds/{guild}/members/{user}", guild, $"/members/{user}");

    public static Endpoint MemberRole(HttpMethod method, Snowflake guild, Snowflake user, Snowflake role) =>
        OfGuild(method, "/guilds/{guild}/members/{user}/roles/{role}", guild, $"/members/{user}/roles/{role}");

    public static Endpoint Events(Snowflake guild) => OfGuild(HttpMethod.Get, "/guilds/{guild}/scheduled-events", guild, "/scheduled-events");

    public static Endpoint CreateEvent(Snowflake guild) => OfGuild(HttpMethod.Post, "/guilds/{guild}/scheduled-events", guild, "/scheduled-events");

    public static Endpoint EditEvent(Snowflake guild, Snowflake @event) => OfGuild(HttpMethod.Patch, OneEvent, guild, $"/scheduled-events/{@event}");

    public static Endpoint DeleteEvent(Snowflake guild, Snowflake @event) => OfGuild(HttpMethod.Delete, OneEvent, guild, $"/scheduled-events/{@event}");

    private static Endpoint OfGuild(HttpMethod method, string template, Snowflake guild, string rest) =>
        new(method, template, guild.ToString(), $"guilds/{guild}{rest}");
}
