using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>The routes of commands (with the bot's token) and of interactions (whose own token stands in the path).</summary>
internal static class InteractionRoutes
{
    public static void Map(IEndpointRouteBuilder api, Discord discord)
    {
        MapCommands(api, "applications/{application}/commands", discord);
        MapCommands(api, "applications/{application}/guilds/{guild}/commands", discord);
        MapEndpoint(api, discord);
        MapCallback(api, discord);
        MapReplies(api, discord);
    }

    private static void MapCommands(IEndpointRouteBuilder api, string all, Discord discord)
    {
        var (one, book) = (all + "/{command}", discord.Interactions.Book);
        api.MapGet(all, (HttpContext http) => Listed(book.Of(Scope(http, discord)), http));
        api.MapPut(all, (HttpContext http) => Changed(discord, () => Listed(book.Replace(Scope(http, discord), ApiGate.Body(http).Json!.Value), http, whole: true)));
        api.MapPost(all, (HttpContext http) => Changed(discord, () =>
        {
            var (command, created) = book.Upsert(Scope(http, discord), ApiGate.Body(http).Json!.Value);
            return new Answer(created ? 201 : 200, JsonObject.Create(command.Definition));
        }));
        api.MapGet(one, (HttpContext http, string command) => new Answer(200, JsonObject.Create(book.Known(Scope(http, discord), Id(command)).Definition)));
        api.MapPatch(one, (HttpContext http, string command) => Changed(discord, () =>
            new Answer(200, JsonObject.Create(book.Edit(Scope(http, discord), Id(command), ApiGate.Body(http).Json!.Value).Definition))));
        api.MapDelete(one, (HttpContext http, string command) => Changed(discord, () =>
        {
            book.Delete(Scope(http, discord), Id(command));
            return new Answer(204);
        }));
    }

    /// <summary>Sets where interactions go: to an address that proved that it verifies signatures, or (null or empty) to the gateway again.</summary>
    /// <remarks>https://docs.discord.com/developers/resources/application#edit-current-application.</remarks>
    private static void MapEndpoint(IEndpointRouteBuilder api, Discord discord)
        => api.MapPatch("applications/@me", async (HttpContext http, CancellationToken ct) =>
        {
            const string Name = "interactions_endpoint_url";
            var errors = new FormErrors();
            var body = new Form(ApiGate.Body(http).Json!.Value, "", errors);
            if (body.IsObject() && body.Has(Name))
            {
                var url = body.Raw(Name)?.ToString() is { Length: > 0 } ? body.Url(Name, media: false) : null;
                errors.ThrowIfAny();
                if (url is not null && !await discord.Interactions.IsSoundAsync(new Uri(url), ct))
                {
                    throw FormErrors.One(Name, "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID", "The specified interactions endpoint URL could not be verified.");
                }

                discord.InteractionsEndpoint = url is null ? null : new Uri(url);
            }

            errors.ThrowIfAny();
            return new Answer(200, GuildRoutes.Application(discord));
        });

    private static void MapCallback(IEndpointRouteBuilder api, Discord discord)
        => api.MapPost("interactions/{interaction}/{token}/callback", (HttpContext http, string interaction, string token) =>
        {
            var answered = discord.Interactions.Callback(Id(interaction), token, ApiGate.Body(http));
            if (!bool.TryParse(http.Request.Query["with_response"], out var wanted) || !wanted)
            {
                return new Answer(204);
            }

            var message = answered.Original is { } original ? discord.Interactions.FindMessage(answered.ChannelId, original) : null;
            return new Answer(200, InteractionJson.CallbackAnswer(answered, message, discord));
        }).WithMetadata(WithoutToken.Mark);

    private static void MapReplies(IEndpointRouteBuilder api, Discord discord)
    {
        const string Hook = "webhooks/{application}/{token}";
        const string OneMessage = Hook + "/messages/{message}";
        var interactions = discord.Interactions;
        api.MapPost(Hook, (HttpContext http, string application, string token) =>
            Shown(discord, interactions.FollowUp(interactions.ByToken(Id(application), token), ApiGate.Body(http)))).WithMetadata(WithoutToken.Mark);
        api.MapGet(OneMessage, (string application, string token, string message) =>
            Shown(discord, interactions.MessageOf(interactions.ByToken(Id(application), token), Decoded(message)))).WithMetadata(WithoutToken.Mark);
        api.MapPatch(OneMessage, (HttpContext http, string application, string token, string message) =>
            Shown(discord, interactions.Edit(interactions.ByToken(Id(application), token), Decoded(message), ApiGate.Body(http)))).WithMetadata(WithoutToken.Mark);
        api.MapDelete(OneMessage, (string application, string token, string message) =>
        {
            interactions.Delete(interactions.ByToken(Id(application), token), Decoded(message));
            return new Answer(204);
        }).WithMetadata(WithoutToken.Mark);
    }

    private static Answer Shown(Discord discord, Message message) => new(200, MessageJson.Message(message, discord.Bot));

    /// <summary>discord.js writes %40original.</summary>
    private static string Decoded(string message) => Uri.UnescapeDataString(message);

    private static Answer Changed(Discord discord, Func<Answer> act)
    {
        var answer = act();
        discord.Interactions.CommandsChanged();
        return answer;
    }

    /// <summary>Lists leave the translations out, unless they are asked for.</summary>
    private static Answer Listed(IReadOnlyList<RegisteredCommand> commands, HttpContext http, bool whole = false)
    {
        var translated = whole || (bool.TryParse(http.Request.Query["with_localizations"], out var wanted) && wanted);
        return new Answer(200, new JsonArray([.. commands.Select(command => JsonObject.Create(command.Definition) is var json && translated ? json : Plain(json!))]));
    }

    private static JsonObject Plain(JsonObject part)
    {
        part.Remove("name_localizations");
        part.Remove("description_localizations");
        foreach (var list in (string[])["options", "choices"])
        {
            foreach (var inner in (part[list] as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                Plain(inner);
            }
        }

        return part;
    }

    /// <summary>The guild whose commands are meant; null for the global ones.</summary>
    private static ulong? Scope(HttpContext http, Discord discord)
    {
        if (Id(http.Request.RouteValues["application"]?.ToString()) != discord.BotId)
        {
            throw new Refusal(Answer.Error(403, 20012, "You are not authorized to perform this action on this application"));
        }

        if (http.Request.RouteValues["guild"]?.ToString() is not { } guild)
        {
            return null;
        }

        return Id(guild) == discord.GuildId && discord.InGuild ? discord.GuildId : throw Refusal.MissingAccess;
    }

    private static ulong Id(string? text)
        => Snowflakes.TryParse(text, out var id) ? id : throw FormErrors.One("", "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not snowflake.");
}
