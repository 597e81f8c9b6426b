using System.Globalization;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Writes what the API answers, in Discord's own field names.</summary>
internal static class MessageJson
{
    /// <summary>Channel flag: a post in this forum must bear a tag.</summary>
    private const int RequireTag = 1 << 4;

    public static JsonObject Message(Message message, JsonObject author, bool withNonce = false)
    {
        var json = new JsonObject
        {
            ["id"] = Snowflakes.Text(message.Id),
            ["type"] = message.Type,
            ["channel_id"] = Snowflakes.Text(message.ChannelId),
            ["author"] = author,
            ["content"] = message.Content,
            ["timestamp"] = Instant(message.Timestamp),
            ["edited_timestamp"] = message.EditedTimestamp is { } edited ? Instant(edited) : null,
            ["tts"] = false,
            ["mention_everyone"] = message.MentionEveryone,
            ["mentions"] = new JsonArray(),
            ["mention_roles"] = Array(message.MentionRoles.Select(role => JsonValue.Create(Snowflakes.Text(role)))),
            ["attachments"] = Array(message.Attachments.Where(file => !file.Hidden).Select(Attachment)),
            ["embeds"] = Array(message.Embeds.Select(embed => JsonObject.Create(embed))),
            ["components"] = Array(message.Components.Select(row => JsonObject.Create(row))),
            ["pinned"] = false,
            ["flags"] = message.Flags,
        };
        if (message.Webhook is { } webhook)
        {
            json["author"] = User(webhook.Id, webhook.Name);
            json["webhook_id"] = Snowflakes.Text(webhook.Id);
        }

        if (message.InteractionMetadata is { } metadata)
        {
            json["interaction_metadata"] = JsonObject.Create(metadata);
            json["application_id"] = author["id"]!.DeepClone();
            json["webhook_id"] = author["id"]!.DeepClone();
        }

        if (withNonce && message.Nonce is not null)
        {
            json["nonce"] = message.Nonce;
        }

        return json;
    }

    /// <summary>A channel or a thread. Guild channels have overwrites and a place in the list, threads have their own state.</summary>
    public static JsonObject Channel(Channel channel, ulong guild, ulong? lastMessage)
    {
        var json = new JsonObject
        {
            ["id"] = Snowflakes.Text(channel.Id),
            ["type"] = (int)channel.Type,
            ["guild_id"] = Snowflakes.Text(guild),
            ["name"] = channel.Name,
            ["parent_id"] = channel.Parent is { } parent ? Snowflakes.Text(parent) : null,
            ["flags"] = channel.TagRequired ? RequireTag : 0,
            ["rate_limit_per_user"] = 0,
            ["last_message_id"] = lastMessage is { } last ? Snowflakes.Text(last) : null,
        };
        if (channel.Thread is { } thread)
        {
            json["owner_id"] = Snowflakes.Text(thread.Owner);
            json["message_count"] = 0;
            json["total_message_sent"] = 0;
            json["member_count"] = 1;
            json["applied_tags"] = Array(thread.AppliedTags.Select(tag => JsonValue.Create(Snowflakes.Text(tag))));
            json["thread_metadata"] = new JsonObject
            {
                ["archived"] = thread.Archived,
                ["archive_timestamp"] = Instant(thread.Created),
                ["auto_archive_duration"] = thread.ArchiveAfter,
                ["locked"] = thread.Locked,
                ["create_timestamp"] = Instant(thread.Created),
            };
            return json;
        }

        json["topic"] = channel.Topic;
        json["position"] = channel.Position;
        json["nsfw"] = false;
        json["permission_overwrites"] = Array(channel.Overwrites.Select(Overwrite));
        if (channel.Type == ChannelType.Forum)
        {
            json["available_tags"] = Array(channel.Tags.Select(Tag));
            json["default_reaction_emoji"] = null;
            json["default_sort_order"] = null;
            json["default_forum_layout"] = 0;
        }

        return json;
    }

    public static JsonObject User(ulong id, string name) => new()
    {
        ["id"] = Snowflakes.Text(id),
        ["username"] = name,
        ["global_name"] = null,
        ["discriminator"] = "0",
        ["avatar"] = null,
        ["bot"] = true,
        ["public_flags"] = 0,
    };

    public static string Instant(DateTimeOffset instant)
        => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    private static JsonObject Overwrite(Overwrite over) => new()
    {
        ["id"] = Snowflakes.Text(over.Holder),
        ["type"] = over.IsRole ? 0 : 1,
        ["allow"] = GuildJson.Bits(over.Allow),
        ["deny"] = GuildJson.Bits(over.Deny),
    };

    private static JsonObject Tag(ForumTag tag) => new()
    {
        ["id"] = Snowflakes.Text(tag.Id),
        ["name"] = tag.Name,
        ["moderated"] = false,
        ["emoji_id"] = null,
        ["emoji_name"] = null,
    };

    private static JsonObject Attachment(Attachment file)
    {
        var json = new JsonObject
        {
            ["id"] = Snowflakes.Text(file.Id),
            ["filename"] = file.Filename,
            ["size"] = file.Size,
            ["url"] = file.Url,
            ["proxy_url"] = file.Url,
            ["content_type"] = file.ContentType,
        };
        if (file.Description is not null)
        {
            json["description"] = file.Description;
        }

        return json;
    }

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);
}
