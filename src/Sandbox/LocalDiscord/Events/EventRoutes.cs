using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NewsBot.Sandbox.LocalDiscord.Events;

/// <summary>The routes of scheduled events. The bot made all of them, so CREATE_EVENTS is enough for each.</summary>
/// <remarks>https://docs.discord.com/developers/resources/guild-scheduled-event.</remarks>
internal static class EventRoutes
{
    public static void Map(IEndpointRouteBuilder api, Discord discord)
    {
        const string All = "guilds/{guild}/scheduled-events";
        const string One = All + "/{scheduled}";
        var events = discord.Events;
        api.MapGet(All, (string guild) =>
        {
            GuildRoutes.Known(discord, guild);
            return new Answer(200, new JsonArray([.. events.Open.Select(events.Json)]));
        });
        api.MapPost(All, (HttpContext http, string guild) =>
        {
            Demand(discord, guild);
            return new Answer(200, events.Json(events.Create(ApiGate.Body(http).Json!.Value)));
        });
        api.MapGet(One, (string guild, string scheduled) =>
        {
            GuildRoutes.Known(discord, guild);
            return new Answer(200, events.Json(events.Known(Id(scheduled))));
        });
        api.MapPatch(One, (HttpContext http, string guild, string scheduled) =>
        {
            Demand(discord, guild);
            return new Answer(200, events.Json(events.Change(Id(scheduled), ApiGate.Body(http).Json!.Value)));
        });
        api.MapDelete(One, (string guild, string scheduled) =>
        {
            Demand(discord, guild);
            events.Delete(Id(scheduled));
            return new Answer(204);
        });
    }

    private static void Demand(Discord discord, string guild)
    {
        if (!GuildRoutes.Known(discord, guild).PermissionsOf(discord.BotId).HasFlag(Permissions.CreateEvents))
        {
            throw Refusal.MissingPermissions;
        }
    }

    private static ulong Id(string scheduled) => DiscordRoutes.Id("guild_scheduled_event_id", scheduled);
}
