using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>A message as it stands now.</summary>
public sealed record Message
{
    public required ulong Id { get; init; }

    public required ulong ChannelId { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public DateTimeOffset? EditedTimestamp { get; init; }

    public required string Content { get; init; }

    /// <summary>Embeds in Discord's own form, with attachment:// resolved to addresses on this server.</summary>
    public IReadOnlyList<JsonElement> Embeds { get; init; } = [];

    /// <summary>Every file of the message, those that embeds show included.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Roles that were really pinged: mentioned in the content and allowed by allowed_mentions.</summary>
    public IReadOnlyList<ulong> MentionRoles { get; init; } = [];

    public bool MentionEveryone { get; init; }

    public string? Nonce { get; init; }

    public int Flags { get; init; }

    /// <summary>Rows of buttons and selects in Discord's own form.</summary>
    public IReadOnlyList<JsonElement> Components { get; init; } = [];

    /// <summary>Discord's message type: 0 plain, 19 a reply to a component, 20 to a typed command, 23 to a menu command.</summary>
    public int Type { get; init; }

    /// <summary>The only one who sees the message; null when all do.</summary>
    public ulong? SeenBy { get; init; }

    /// <summary>The bot said that it is thinking, and has not answered yet.</summary>
    public bool IsThinking => (Flags & Loading) != 0;

    /// <summary>What the message answers, in Discord's own form; null for a post of the bot's own accord.</summary>
    public JsonElement? InteractionMetadata { get; init; }

    /// <summary>The webhook that wrote it, under the name it took; null when the bot did.</summary>
    public WebhookAuthor? Webhook { get; init; }

    /// <summary>The servers that follow the channel have it.</summary>
    public bool IsCrossposted => (Flags & Crossposted) != 0;

    internal const int Crossposted = 1 << 0;
    internal const int Ephemeral = 1 << 6;
    internal const int Loading = 1 << 7;
}

/// <summary>Who a webhook says it is.</summary>
public sealed record WebhookAuthor(ulong Id, string Name);
