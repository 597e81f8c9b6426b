using System.Text.Json.Serialization;

namespace NewsBot.Discord.Model;

public sealed record Channel
{
    public required Snowflake Id { get; init; }

    public required ChannelType Type { get; init; }

    /// <summary>Null in direct messages.</summary>
    public string? Name { get; init; }

    /// <summary>Null in direct messages.</summary>
    public Snowflake? GuildId { get; init; }

    /// <summary>The category, or for a thread the channel it hangs on.</summary>
    public Snowflake? ParentId { get; init; }

    /// <summary>Who started the thread.</summary>
    public Snowflake? OwnerId { get; init; }

    public ChannelFlags Flags { get; init; }

    /// <summary>Null where it is no thread.</summary>
    public ThreadMetadata? ThreadMetadata { get; init; }

    /// <summary>Is it a thread of any kind, a forum's post among them?</summary>
    [JsonIgnore]
    public bool IsThread => Type is ChannelType.AnnouncementThread or ChannelType.PublicThread or ChannelType.PrivateThread;

    /// <summary>Does it take posts, each a thread of its own, and no plain messages?</summary>
    [JsonIgnore]
    public bool IsForum => Type is ChannelType.Forum or ChannelType.Media;

    /// <summary>See <see cref="ChannelPermissions"/>; empty in threads, where the parent's count.</summary>
    public IReadOnlyList<PermissionOverwrite> PermissionOverwrites { get => field ?? []; init; }

    /// <summary>Of a forum.</summary>
    public IReadOnlyList<ForumTag> AvailableTags { get => field ?? []; init; }
}

/// <summary>Source: Discord channel resource, "Channel Flags". Unknown bits are kept.</summary>
[Flags]
public enum ChannelFlags
{
    None = 0,

    /// <summary>A forum that takes no post without a tag (code 40067).</summary>
    RequireTag = 1 << 4,
}

/// <summary>Source: Discord channel resource, "Channel Types". Numbers that are not listed are kept.</summary>
public enum ChannelType
{
    Text = 0,
    DirectMessage = 1,
    Voice = 2,
    Category = 4,

    /// <summary>Others can follow it; its messages can be crossposted.</summary>
    Announcement = 5,

    AnnouncementThread = 10,
    PublicThread = 11,
    PrivateThread = 12,
    Stage = 13,

    /// <summary>Takes threads only: a plain message is refused with code 40058.</summary>
    Forum = 15,

    /// <summary>A forum whose posts are pictures.</summary>
    Media = 16,
}
