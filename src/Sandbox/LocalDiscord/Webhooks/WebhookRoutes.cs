using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NewsBot.Sandbox.LocalDiscord.Webhooks;

/// <summary>Webhooks: made and listed by the bot, used by whoever has the token.</summary>
/// <remarks>https://docs.discord.com/developers/resources/webhook.</remarks>
internal static class WebhookRoutes
{
    private const int MaxName = 80;
    private const int Incoming = 1;

    /// <summary>Words that a webhook may not call itself.</summary>
    private static readonly string[] Reserved = ["discord", "clyde"];

    public static void Map(IEndpointRouteBuilder api, Discord discord)
    {
        api.MapPost("channels/{channel}/webhooks", (HttpContext http, string channel) => Create(discord, Managed(discord, channel), ApiGate.Body(http).Json!.Value));
        api.MapGet("channels/{channel}/webhooks", (string channel) =>
        {
            var known = Managed(discord, channel);
            return new Answer(200, new JsonArray([.. discord.Webhooks.All.Where(one => one.Channel == known.Id).Select(one => Json(one, discord))]));
        });
        api.MapDelete("webhooks/{webhook}", (string webhook) =>
        {
            var known = discord.Webhooks.Known(Id(webhook), token: null);
            Managed(discord, Snowflakes.Text(known.Channel));
            discord.Webhooks.Remove(known.Id);
            return new Answer(204);
        });

        const string Hook = "webhooks/{webhook:" + IncomingWebhook.Name + "}/{token}";
        const string OneMessage = Hook + "/messages/{message}";
        api.MapGet(Hook, (string webhook, string token) => new Answer(200, Json(discord.Webhooks.Known(Id(webhook), token), discord))).WithMetadata(WithoutToken.Mark);
        api.MapPost(Hook, (HttpContext http, string webhook, string token) => Execute(discord, discord.Webhooks.Known(Id(webhook), token), http)).WithMetadata(WithoutToken.Mark);
        api.MapGet(OneMessage, (HttpContext http, string webhook, string token, string message) =>
            Shown(discord, Own(discord, discord.Webhooks.Known(Id(webhook), token), http, message))).WithMetadata(WithoutToken.Mark);
        api.MapPatch(OneMessage, (HttpContext http, string webhook, string token, string message) =>
        {
            var own = Own(discord, discord.Webhooks.Known(Id(webhook), token), http, message);
            var body = ApiGate.Body(http);
            return Shown(discord, discord.Edit(own.ChannelId, own.Id, MessageForm.Read(body.Json!.Value, create: false), body.Files));
        }).WithMetadata(WithoutToken.Mark);
        api.MapDelete(OneMessage, (HttpContext http, string webhook, string token, string message) =>
        {
            var own = Own(discord, discord.Webhooks.Known(Id(webhook), token), http, message);
            discord.Delete(own.ChannelId, own.Id);
            return new Answer(204);
        }).WithMetadata(WithoutToken.Mark);
    }

    private static Channel Managed(Discord discord, string channel)
    {
        var known = DiscordRoutes.Known(discord, channel);
        PostRules.Demand(discord, known, Permissions.ManageWebhooks);
        return known.IsThread ? throw new Refusal(Answer.Error(400, 50024, "Cannot execute action on this channel type")) : known;
    }

    private static Answer Create(Discord discord, Channel channel, JsonElement json)
    {
        var errors = new FormErrors();
        var name = Named(FormOf(json, errors), "name", required: true);
        errors.ThrowIfAny();
        return discord.Webhooks.TryAdd(channel.Id, name!) is { } made
            ? new Answer(200, Json(made, discord))
            : throw new Refusal(Answer.Error(400, 30007, "Maximum number of webhooks reached (15)"));
    }

    /// <summary>With wait=true the message comes back; without, 204, whatever became of it.</summary>
    private static Answer Execute(Discord discord, Webhook webhook, HttpContext http)
    {
        var body = ApiGate.Body(http);
        var errors = new FormErrors();
        var form = FormOf(body.Json!.Value, errors);
        var name = Named(form, "username", required: false) ?? webhook.Name;
        var threadName = form.Text("thread_name", 100);
        errors.ThrowIfAny();

        var message = MessageForm.Read(body.Json.Value, create: true) with { Nonce = null, EnforceNonce = false }; // Webhooks have no nonces.
        var target = Target(discord, webhook, http, threadName);
        Message made;
        if (target.Type == ChannelType.Forum)
        {
            var (thread, first) = discord.BeginThread(target, new ThreadForm(threadName!, 1440, [], message), body.Files, under: null);
            made = discord.Sign(thread.Id, first!.Id, new WebhookAuthor(webhook.Id, name));
        }
        else
        {
            made = discord.Create(target.Id, message, body.Files);
            made = discord.Sign(target.Id, made.Id, new WebhookAuthor(webhook.Id, name));
        }

        return bool.TryParse(http.Request.Query["wait"], out var wait) && wait ? Shown(discord, made) : new Answer(204);
    }

    private static Channel Target(Discord discord, Webhook webhook, HttpContext http, string? threadName)
    {
        var channel = discord.FindChannel(webhook.Channel)!;
        var thread = Thread(discord, webhook, http);
        if (channel.Type != ChannelType.Forum)
        {
            return threadName is null ? thread ?? channel : throw new Refusal(Answer.Error(400, 220003, "Webhooks can only create threads in forum channels"));
        }

        return (thread, threadName) switch
        {
            (null, null) => throw new Refusal(Answer.Error(400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id")),
            (not null, not null) => throw new Refusal(Answer.Error(400, 220002, "Webhooks posted to forum channels cannot have both a thread_name and thread_id")),
            (null, _) => channel,
            _ => thread,
        };
    }

    private static Channel? Thread(Discord discord, Webhook webhook, HttpContext http)
    {
        if (!http.Request.Query.TryGetValue("thread_id", out var text))
        {
            return null;
        }

        return discord.FindChannel(DiscordRoutes.Id("thread_id", text)) is { } thread && thread.Parent == webhook.Channel ? thread : throw Refusal.UnknownChannel;
    }

    /// <summary>A message of this webhook; those of others are unknown to it.</summary>
    private static Message Own(Discord discord, Webhook webhook, HttpContext http, string message)
    {
        var channel = Thread(discord, webhook, http)?.Id ?? webhook.Channel;
        return discord.Find(channel, DiscordRoutes.Id("message_id", message)) is { } found && found.Webhook?.Id == webhook.Id ? found : throw Refusal.UnknownMessage;
    }

    private static string? Named(Form form, string field, bool required)
    {
        var name = form.Text(field, MaxName, required);
        if (name is not null && Array.Find(Reserved, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word)
        {
            form.Error(field, "USERNAME_INVALID_CONTAINS", $"Username cannot contain \"{word}\"");
        }

        return name;
    }

    private static Form FormOf(JsonElement json, FormErrors errors)
        => json.ValueKind == JsonValueKind.Object ? new Form(json, "", errors) : throw FormErrors.One("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");

    private static Answer Shown(Discord discord, Message message) => new(200, MessageJson.Message(message, discord.Bot));

    private static JsonObject Json(Webhook webhook, Discord discord) => new()
    {
        ["id"] = Snowflakes.Text(webhook.Id),
        ["type"] = Incoming,
        ["guild_id"] = Snowflakes.Text(discord.GuildId),
        ["channel_id"] = Snowflakes.Text(webhook.Channel),
        ["name"] = webhook.Name,
        ["avatar"] = null,
        ["token"] = webhook.Token,
        ["application_id"] = Snowflakes.Text(discord.BotId),
        ["url"] = discord.Webhooks.AddressOf(webhook).AbsoluteUri,
    };

    private static ulong Id(string webhook) => DiscordRoutes.Id("webhook_id", webhook);
}
