namespace NewsBot.Discord.Model;

/// <summary>A thread in a forum, with its first message.</summary>
public sealed record ForumPostDraft
{
    /// <summary>1 to <see cref="Limits.ThreadName"/> code points.</summary>
    public required string Name { get; init; }

    /// <summary>Its nonce is not sent: Discord keeps none here, so after an unknown outcome look among the active threads first.</summary>
    public required MessageDraft Message { get; init; }

    /// <summary>At most <see cref="Limits.ForumTags"/>, of those the forum offers; one at least where it has <see cref="ChannelFlags.RequireTag"/>.</summary>
    public IReadOnlyList<Snowflake>? AppliedTags { get; init; }

    /// <summary>Null = as the forum is set.</summary>
    public ThreadArchive? Archive { get; init; }
}

/// <summary>After how many quiet minutes a thread leaves the list. Discord takes these four values.</summary>
public enum ThreadArchive
{
    Hour = 60,
    Day = 1440,
    ThreeDays = 4320,
    Week = 10080,
}
