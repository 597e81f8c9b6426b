using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>A text channel of the one guild.</summary>
public sealed record Channel(ulong Id, string Name, string? Topic, int Position);

/// <summary>A role that anybody may mention. Colour is 0xRRGGBB; 0 means none.</summary>
public sealed record Role(ulong Id, string Name, int Colour);

/// <summary>An uploaded file. <see cref="Hidden"/>: an embed shows it, so Discord leaves it out of the message's attachments (api-docs#1340).</summary>
public sealed record Attachment(ulong Id, string Filename, string? Description, string ContentType, int Size, string Url, bool Hidden);

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

/// <summary>One request to the API. Status is null when the connection was dropped; Body is the JSON, or the payload_json of a form.</summary>
public sealed record ApiRequest(DateTimeOffset At, string Method, string Path, JsonElement? Body, int? Status);
