using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The routes of the guild, its roles and members, and of the application itself.</summary>
internal static class GuildRoutes
{
    public static void Map(IEndpointRouteBuilder api, Discord discord)
    {
        api.MapGet("users/@me/guilds", () => new Answer(200, discord.InGuild ? new JsonArray(GuildJson.GuildOfBot(discord)) : new JsonArray()));
        api.MapGet("applications/@me", () => new Answer(200, Application(discord)));
        api.MapGet("oauth2/applications/@me", () => new Answer(200, Application(discord)));

        api.MapGet("guilds/{guild}", (string guild) => new Answer(200, GuildJson.Guild(Known(discord, guild))));
        api.MapGet("guilds/{guild}/channels", (string guild) => new Answer(200,
            new JsonArray([.. Known(discord, guild).Channels.Where(channel => !channel.IsThread).Select(channel => discord.Json(channel))])));
        api.MapGet("guilds/{guild}/roles", (string guild) => new Answer(200,
            new JsonArray([.. Known(discord, guild).AllRoles.Select(role => GuildJson.Role(role, discord))])));

        const string Member = "guilds/{guild}/members/{user}";
        const string RoleOfMember = Member + "/roles/{role}";
        api.MapGet(Member, (string guild, string user) => new Answer(200, GuildJson.Member(MemberOf(Known(discord, guild), user), discord)));
        api.MapPut(RoleOfMember, (string guild, string user, string role) => SetRole(Known(discord, guild), user, role, held: true)).WithMetadata(WithoutBody.Mark);
        api.MapDelete(RoleOfMember, (string guild, string user, string role) => SetRole(Known(discord, guild), user, role, held: false));
    }

    private static Answer SetRole(Discord discord, string user, string role, bool held)
    {
        var person = MemberOf(discord, user);
        var id = DiscordRoutes.Id("role_id", role);
        if (discord.AllRoles.FirstOrDefault(one => one.Id == id) is not { } found || id == discord.GuildId)
        {
            return Answer.Error(404, 10011, "Unknown Role");
        }

        if (found.Managed || !discord.PermissionsOf(discord.BotId).HasFlag(Permissions.ManageRoles))
        {
            throw Refusal.MissingPermissions;
        }

        discord.SetRole(person.Id, id, held);
        return new Answer(204);
    }

    internal static JsonObject Application(Discord discord) => new()
    {
        ["id"] = Snowflakes.Text(discord.BotId),
        ["name"] = discord.BotName,
        ["icon"] = null,
        ["description"] = "",
        ["type"] = null,
        ["bot"] = discord.Bot,
        ["summary"] = "",
        ["is_monetized"] = false,
        ["bot_public"] = false,
        ["bot_require_code_grant"] = false,
        ["verify_key"] = discord.Key.VerifyKey,
        ["flags"] = 0,
        ["hook"] = true,
        ["redirect_uris"] = new JsonArray(),
        ["interactions_endpoint_url"] = discord.InteractionsEndpoint?.AbsoluteUri,
        ["role_connections_verification_url"] = null,
        ["owner"] = GuildJson.User(new Person(discord.OwnerId, "Owner", [])),
        ["approximate_guild_count"] = discord.InGuild ? 1 : 0,
        ["approximate_user_install_count"] = 0,
        ["team"] = null,
    };

    public static Discord Known(Discord discord, string guild)
        => DiscordRoutes.Id("guild_id", guild) == discord.GuildId && discord.InGuild ? discord : throw new Refusal(Answer.Error(404, 10004, "Unknown Guild"));

    private static Person MemberOf(Discord discord, string user)
        => discord.FindPerson(DiscordRoutes.Id("user_id", user)) ?? throw new Refusal(Answer.Error(404, 10007, "Unknown Member"));
}
