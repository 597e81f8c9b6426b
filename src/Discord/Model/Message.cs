namespace NewsBot.Discord.Model;

/// <summary>A message as Discord gives it. Discord strips some characters silently: never compare texts byte by byte.</summary>
public sealed record Message
{
    public required Snowflake Id { get; init; }

    public required Snowflake ChannelId { get; init; }

    public required MessageAuthor Author { get; init; }

    /// <summary>Empty for messages of others when the bot lacks the MESSAGE_CONTENT intent.</summary>
    public string Content { get => field ?? ""; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public DateTimeOffset? EditedTimestamp { get; init; }

    /// <summary>
    /// Without the EMBED_LINKS permission Discord drops embeds from a message with text, and from every edit, without an error:
    /// compare the count.
    /// </summary>
    public IReadOnlyList<Embed> Embeds { get => field ?? []; init; }

    public IReadOnlyList<Attachment> Attachments { get => field ?? []; init; }

    public MessageFlags Flags { get; init; }
}

public sealed record MessageAuthor(Snowflake Id, string Username, bool Bot = false);

/// <param name="Size">Bytes.</param>
public sealed record Attachment(Snowflake Id, string Filename, long Size, string? ContentType = null, string? Description = null);

/// <summary>Source: Discord message resource, "Message Flags". Unknown bits are kept.</summary>
[Flags]
public enum MessageFlags
{
    None = 0,

    /// <summary>Set by Discord: published to the followers of an announcement channel.</summary>
    Crossposted = 1 << 0,

    /// <summary>Set by Discord: came from a followed channel.</summary>
    IsCrosspost = 1 << 1,

    SuppressEmbeds = 1 << 2,

    /// <summary>Answers to interactions only: nobody but the invoker sees it.</summary>
    Ephemeral = 1 << 6,

    /// <summary>Create only: no push or desktop notification.</summary>
    SuppressNotifications = 1 << 12,
}
