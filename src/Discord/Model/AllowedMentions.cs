using System.Text.Json.Serialization;

namespace NewsBot.Discord.Model;

/// <summary>
/// Who may be pinged. Discord's own default pings everybody a text names, and an edit without this field falls back
/// to it, so every create and edit carries one.
/// </summary>
public sealed record AllowedMentions
{
    private AllowedMentions()
    {
    }

    /// <summary>Pings nobody, whatever the text says.</summary>
    public static AllowedMentions None { get; } = new();

    /// <summary>Always empty: "parse" would allow whole classes of mentions, and together with ids of the same class it is an error.</summary>
    public IReadOnlyList<string> Parse { get; } = [];

    [JsonPropertyName("roles")]
    public IReadOnlyList<Snowflake>? RoleIds { get; private init; }

    /// <summary>
    /// Pings these roles and nobody else, at most <see cref="Limits.MentionedRoles"/>. The text must also mention them
    /// (<c>&lt;@&amp;id&gt;</c>), and the role must be mentionable or the bot hold MENTION_EVERYONE.
    /// </summary>
    public static AllowedMentions Roles(params IReadOnlyList<Snowflake> ids)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, Limits.MentionedRoles, nameof(ids));
        return new AllowedMentions { RoleIds = ids };
    }
}
