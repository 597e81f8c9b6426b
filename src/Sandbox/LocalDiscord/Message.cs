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
}
