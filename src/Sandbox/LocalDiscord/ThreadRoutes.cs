using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Crossposts, threads, forum posts, and changes of channels.</summary>
internal static class ThreadRoutes
{
    private const int MaxName = 100;

    /// <summary>Threads in one answer of the archive.</summary>
    private const int MaxArchived = 100;
    private const int MaxTopic = 1024;
    private const int MaxForumTopic = 4096;

    public static void Map(IEndpointRouteBuilder api, Discord discord)
    {
        api.MapPost("channels/{channel}/messages/{message}/crosspost", (string channel, string message) =>
        {
            var known = DiscordRoutes.Known(discord, channel);
            PostRules.Demand(discord, known, Permissions.SendMessages);
            return new Answer(200, MessageJson.Message(discord.Crosspost(known, DiscordRoutes.Id("message_id", message)), discord.Bot));
        }).WithMetadata(WithoutBody.Mark);
        api.MapPost("channels/{channel}/threads", (HttpContext http, string channel) => Begin(discord, DiscordRoutes.Known(discord, channel), ApiGate.Body(http), under: null));
        api.MapPost("channels/{channel}/messages/{message}/threads", (HttpContext http, string channel, string message) =>
        {
            var known = DiscordRoutes.Known(discord, channel);
            var id = DiscordRoutes.Id("message_id", message);
            return discord.Find(known.Id, id) is null ? throw Refusal.UnknownMessage : Begin(discord, known, ApiGate.Body(http), id);
        });
        api.MapGet("guilds/{guild}/threads/active", (string guild) =>
        {
            GuildRoutes.Known(discord, guild);
            var threads = discord.Channels.Where(channel => channel.Thread is { Archived: false } && discord.PermissionsOf(discord.BotId, channel.Id).HasFlag(Permissions.ViewChannel));
            return new Answer(200, new JsonObject
            {
                ["threads"] = new JsonArray([.. threads.Select(thread => discord.Json(thread))]),
                ["members"] = new JsonArray(),
            });
        });
        api.MapGet("channels/{channel}/threads/archived/public", (string channel) =>
        {
            var known = DiscordRoutes.Known(discord, channel);
            PostRules.Demand(discord, known, Permissions.ReadMessageHistory);
            var archived = discord.Channels.Where(one => one.Thread is { Archived: true } && one.Parent == known.Id).OrderByDescending(one => one.Id).Take(MaxArchived);
            return new Answer(200, new JsonObject
            {
                ["threads"] = new JsonArray([.. archived.Select(thread => discord.Json(thread))]),
                ["members"] = new JsonArray(),
                ["has_more"] = false,
            });
        });
        api.MapPatch("channels/{channel}", (HttpContext http, string channel) => Change(discord, DiscordRoutes.Known(discord, channel), ApiGate.Body(http).Json!.Value));
        api.MapDelete("channels/{channel}", (string channel) =>
        {
            var known = DiscordRoutes.Known(discord, channel);
            PostRules.Demand(discord, known, known.IsThread ? Permissions.ManageThreads : Permissions.ManageChannels);
            var json = discord.Json(known);
            discord.DeleteChannel(known.Id);
            return new Answer(200, json);
        });
    }

    private static Answer Begin(Discord discord, Channel channel, ApiBody body, ulong? under)
    {
        if (channel.IsThread || (channel.Type == ChannelType.Forum && under is not null))
        {
            throw new Refusal(Answer.Error(400, 50024, "Cannot execute action on this channel type"));
        }

        var form = ThreadForm.Read(body.Json!.Value, channel);
        if (form.Message is { } message)
        {
            form = form with { Message = PostRules.AdmitPost(discord, channel, message, body.Files) };
        }
        else
        {
            PostRules.Demand(discord, channel, Permissions.CreatePublicThreads);
        }

        var (thread, first) = discord.BeginThread(channel, form, body.Files, under);
        var json = discord.Json(thread);
        if (first is not null)
        {
            json["message"] = MessageJson.Message(first, discord.Bot);
        }

        return new Answer(201, json);
    }

    /// <summary>A name, a topic, or a thread's state. An archived thread must be taken out of the archive first, or with the same request.</summary>
    private static Answer Change(Discord discord, Channel channel, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw FormErrors.One("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }

        var errors = new FormErrors();
        var form = new Form(json, "", errors);
        var changed = channel with
        {
            Name = form.Has("name") ? form.Text("name", MaxName, required: true) ?? "" : channel.Name,
            Topic = form.Has("topic") ? form.Text("topic", channel.Type == ChannelType.Forum ? MaxForumTopic : MaxTopic) : channel.Topic,
        };
        if (channel.Thread is { } thread)
        {
            changed = changed with
            {
                Thread = thread with
                {
                    Archived = form.Has("archived") ? form.Flag("archived") : thread.Archived,
                    Locked = form.Has("locked") ? form.Flag("locked") : thread.Locked,
                },
            };
        }

        errors.ThrowIfAny();
        if (changed.Thread is { Archived: true } && channel.Thread is { Archived: true })
        {
            throw new Refusal(Answer.Error(400, 50083, "Thread is archived"));
        }

        // Whoever began a thread may archive it; whoever may send takes it out of the archive again.
        var own = channel.Thread is { Locked: false } begun && begun.Owner == discord.BotId && changed.Thread is { Locked: false };
        var needed = !channel.IsThread ? Permissions.ManageChannels : own ? Permissions.SendMessagesInThreads : Permissions.ManageThreads;
        PostRules.Demand(discord, channel, needed);
        return new Answer(200, discord.Json(discord.Change(changed)));
    }
}
