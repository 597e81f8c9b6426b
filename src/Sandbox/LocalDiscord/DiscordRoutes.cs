using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Sandbox.LocalDiscord.Events;
using NewsBot.Sandbox.LocalDiscord.Gateway;
using NewsBot.Sandbox.LocalDiscord.Interactions;
using NewsBot.Sandbox.LocalDiscord.Webhooks;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The REST routes. Every request passes <see cref="ApiGate"/> before and after its handler.</summary>
internal static class DiscordRoutes
{
    public const string Root = "api/v10";

    private const int DefaultPage = 50;
    private const int MaxPage = 100;

    public static void Map(IEndpointRouteBuilder web, Discord discord, SandboxOptions options, TimeProvider time)
    {
        var api = web.MapGroup(Root);
        api.AddEndpointFilter(new ApiGate(discord, options.Token, time));

        GatewayRoutes.MapApi(api, discord.Gateway);
        GuildRoutes.Map(api, discord);
        ThreadRoutes.Map(api, discord);
        WebhookRoutes.Map(api, discord);
        EventRoutes.Map(api, discord);
        InteractionRoutes.Map(api, discord);

        api.MapGet("users/@me", () => new Answer(200, discord.Bot));
        api.MapGet("channels/{channel}", (string channel) => new Answer(200, discord.Json(Known(discord, channel))));

        const string Messages = "channels/{channel}/messages";
        const string OneMessage = Messages + "/{message}";
        api.MapGet(Messages, (HttpRequest request, string channel) => List(discord, Known(discord, channel), request.Query));
        api.MapPost(Messages, (HttpContext http, string channel) =>
        {
            var (known, body) = (Known(discord, channel), ApiGate.Body(http));
            var form = PostRules.AdmitCreate(discord, known, MessageForm.Read(body.Json!.Value, create: true), body.Files);
            var message = discord.Create(known.Id, form, body.Files);
            discord.Unarchive(known);
            return new Answer(200, MessageJson.Message(message, discord.Bot, withNonce: true));
        });
        api.MapGet(OneMessage, (string channel, string message) =>
            discord.Find(Known(discord, channel).Id, Id("message_id", message)) is { } found
                ? new Answer(200, MessageJson.Message(found, discord.Bot))
                : throw Refusal.UnknownMessage);
        api.MapPatch(OneMessage, (HttpContext http, string channel, string message) =>
        {
            var (known, body) = (Known(discord, channel), ApiGate.Body(http));
            var form = PostRules.AdmitEdit(discord, known, MessageForm.Read(body.Json!.Value, create: false), body.Files);
            var edited = discord.Edit(known.Id, Id("message_id", message), form, body.Files);
            return new Answer(200, MessageJson.Message(edited, discord.Bot));
        });
        api.MapDelete(OneMessage, (string channel, string message) =>
            discord.Delete(Known(discord, channel).Id, Id("message_id", message)) ? new Answer(204) : throw Refusal.UnknownMessage);

        api.MapFallback("{**path}", () => Answer.Error(404, 0, "404: Not Found"));
    }

    /// <summary>Newest first. <c>after</c> takes those that follow next, <c>before</c> those that stand next before.</summary>
    private static Answer List(Discord discord, Channel channel, IQueryCollection query)
    {
        var limit = DefaultPage;
        if (query.TryGetValue("limit", out var text) && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxPage))
        {
            throw FormErrors.One("limit", "NUMBER_TYPE_RANGE", $"int value should be between 1 and {MaxPage}.");
        }

        // Without READ_MESSAGE_HISTORY nothing is refused, and nothing is shown.
        var readable = discord.PermissionsOf(discord.BotId, channel.Id).HasFlag(Permissions.ReadMessageHistory);
        IEnumerable<Message> messages = readable ? discord.Messages(channel.Id) : [];
        if (query.TryGetValue("after", out var after))
        {
            messages = messages.Where(message => message.Id > Id("after", after)).Take(limit);
        }
        else if (query.TryGetValue("before", out var before))
        {
            messages = messages.Where(message => message.Id < Id("before", before)).TakeLast(limit);
        }
        else
        {
            messages = messages.TakeLast(limit);
        }

        return new Answer(200, new JsonArray([.. messages.Reverse().Select(message => MessageJson.Message(message, discord.Bot))]));
    }

    /// <summary>The channel of a path, if the bot can see it.</summary>
    /// <exception cref="Refusal">10003, or 50001 when it is out of sight.</exception>
    internal static Channel Known(Discord discord, string channel)
    {
        var found = discord.FindChannel(Id("channel_id", channel)) ?? throw Refusal.UnknownChannel;
        PostRules.See(discord, found);
        return found;
    }

    internal static ulong Id(string name, string? text)
        => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw FormErrors.One(name, "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not snowflake.");
}
