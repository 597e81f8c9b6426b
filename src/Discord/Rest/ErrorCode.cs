namespace NewsBot.Discord.Rest;

/// <summary>The codes a poster of messages meets. Source: Discord, "Opcodes and Status Codes", JSON error codes.</summary>
public static class ErrorCode
{
    public const int UnknownChannel = 10003;
    public const int UnknownGuild = 10004;

    /// <summary>On a create with a nonce: the first message was delivered and has been removed since.</summary>
    public const int UnknownMessage = 10008;

    /// <summary>Answered too late, or with a token that was never given.</summary>
    public const int UnknownInteraction = 10062;

    /// <summary>Answered before: a repeat, or a second process with the same token.</summary>
    public const int AlreadyAcknowledged = 40060;

    public const int RequestTooLarge = 40005;
    public const int FileTooLarge = 50045;
    public const int TooManyAttachments = 30015;
    public const int CloudflareBlocked = 40333;

    /// <summary>Not in the guild, or the channel is not visible to the bot.</summary>
    public const int MissingAccess = 50001;

    /// <summary>Someone else's message.</summary>
    public const int NotTheAuthor = 50005;

    public const int EmptyMessage = 50006;
    public const int NonTextChannel = 50008;

    /// <summary>The channel is seen, but a permission such as SEND_MESSAGES or EMBED_LINKS is missing.</summary>
    public const int MissingPermission = 50013;

    public const int WrongChannelType = 50024;

    /// <summary>See <see cref="DiscordException.Errors"/>.</summary>
    public const int InvalidForm = 50035;

    /// <summary>A plain message into a forum.</summary>
    public const int ForumNeedsThread = 40058;

    public const int ThreadArchived = 50083;
    public const int ThreadLocked = 160005;
    public const int BlockedByAutoMod = 200000;
    public const int BlockedHarmfulLink = 240000;
}
