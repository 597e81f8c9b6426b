namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>A channel or a thread of the one guild.</summary>
public sealed record Channel(ulong Id, string Name, string? Topic, int Position)
{
    public ChannelType Type { get; init; }

    /// <summary>The channel that a thread hangs in.</summary>
    public ulong? Parent { get; init; }

    public IReadOnlyList<Overwrite> Overwrites { get; init; } = [];

    /// <summary>The tags that a post in this forum may bear.</summary>
    public IReadOnlyList<ForumTag> Tags { get; init; } = [];

    /// <summary>A forum that takes no post without a tag (channel flag 16).</summary>
    public bool TagRequired { get; init; }

    /// <summary>What a thread has and a channel has not.</summary>
    public ThreadState? Thread { get; init; }

    public bool IsThread => Thread is not null;
}

/// <summary>Discord's channel types, as far as news goes there.</summary>
/// <remarks>https://docs.discord.com/developers/resources/channel#channel-object-channel-types.</remarks>
public enum ChannelType
{
    Text = 0,
    Announcement = 5,
    AnnouncementThread = 10,
    PublicThread = 11,
    Forum = 15,
}

public sealed record ForumTag(ulong Id, string Name);

/// <summary>A thread beside what every channel has.</summary>
/// <param name="Owner">The user who began it.</param>
/// <param name="ArchiveAfter">Minutes without a message before it is archived: 60, 1440, 4320 or 10080.</param>
public sealed record ThreadState(ulong Owner, DateTimeOffset Created, int ArchiveAfter, bool Archived, bool Locked, IReadOnlyList<ulong> AppliedTags);
