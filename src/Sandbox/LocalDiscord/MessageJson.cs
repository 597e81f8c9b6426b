using System.Globalization;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Writes what the API answers, in Discord's own field names.</summary>
internal static class MessageJson
{
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

    public static JsonObject Channel(Channel channel, ulong guild, ulong? lastMessage) => new()
    {
        ["id"] = Snowflakes.Text(channel.Id),
        ["type"] = 0,
        ["guild_id"] = Snowflakes.Text(guild),
        ["name"] = channel.Name,
        ["topic"] = channel.Topic,
        ["position"] = channel.Position,
        ["parent_id"] = null,
        ["nsfw"] = false,
        ["flags"] = 0,
        ["rate_limit_per_user"] = 0,
        ["permission_overwrites"] = new JsonArray(),
        ["last_message_id"] = lastMessage is { } last ? Snowflakes.Text(last) : null,
    };

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
