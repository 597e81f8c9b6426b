namespace NewsBot.Discord.Rest;

/// <summary>The codes that something reacts to. Source: Discord, "Opcodes and Status Codes", JSON error codes.</summary>
public static class ErrorCode
{
    public const int UnknownChannel = 10003;
    public const int UnknownGuild = 10004;
    public const int UnknownMember = 10007;

    /// <summary>On a create with a nonce: the first message was delivered and has been removed since.</summary>
    public const int UnknownMessage = 10008;

    public const int UnknownRole = 10011;

    /// <summary>Removed. It must never be called again.</summary>
    public const int UnknownWebhook = 10015;

    /// <summary>Answered too late, or with a token that was never given.</summary>
    public const int UnknownInteraction = 10062;

    /// <summary>The command is not registered any more.</summary>
    public const int UnknownCommand = 10063;

    public const int UnknownEvent = 10070;

    /// <summary>Comes with 429, as the next two.</summary>
    public const int SlowMode = 20016;

    public const int TooManyEditsOfAnnouncement = 20022;
    public const int ChannelWriteLimit = 20028;
    public const int GuildWriteLimit = 20029;
    public const int TooManyWebhooks = 30007;
    public const int TooManyAttachments = 30015;

    /// <summary>200 new commands a day and guild.</summary>
    public const int TooManyCommandCreates = 30034;

    public const int TooManyEvents = 30038;

    /// <summary>Comes with 429: edits of messages that are older than an hour.</summary>
    public const int TooManyEditsOfOldMessage = 30046;

    public const int TooManyGuildWebhooks = 30058;

    /// <summary>Switched off for the moment.</summary>
    public const int FeatureOff = 40004;

    public const int RequestTooLarge = 40005;
    public const int AlreadyCrossposted = 40033;

    /// <summary>A plain message into a forum.</summary>
    public const int ForumNeedsThread = 40058;

    /// <summary>Answered before: a repeat, or a second process with the same token.</summary>
    public const int AlreadyAcknowledged = 40060;

    /// <summary>Moderators alone may use the forum's tags.</summary>
    public const int NoTagUsable = 40066;

    public const int TagRequired = 40067;
    public const int TooManyFollowUps = 40094;
    public const int CloudflareBlocked = 40333;

    /// <summary>Not in the guild, or the channel is not visible to the bot.</summary>
    public const int MissingAccess = 50001;

    /// <summary>Someone else's message.</summary>
    public const int NotTheAuthor = 50005;

    public const int EmptyMessage = 50006;

    /// <summary>The person takes no direct messages of this bot.</summary>
    public const int CannotMessageUser = 50007;

    public const int NonTextChannel = 50008;

    /// <summary>The channel is seen, but a permission such as SEND_MESSAGES or EMBED_LINKS is missing.</summary>
    public const int MissingPermission = 50013;

    public const int WrongChannelType = 50024;

    /// <summary>With status 401, which then speaks of a webhook and not of the bot.</summary>
    public const int BadWebhookToken = 50027;

    /// <summary>See <see cref="DiscordException.Errors"/>.</summary>
    public const int InvalidForm = 50035;

    public const int FileTooLarge = 50045;
    public const int ThreadArchived = 50083;
    public const int NoCommonGuild = 50278;
    public const int Overloaded = 130000;
    public const int ThreadExists = 160004;
    public const int ThreadLocked = 160005;
    public const int TooManyThreads = 160006;

    /// <summary>An event that is over or called off.</summary>
    public const int FinishedEvent = 180000;

    public const int BlockedByAutoMod = 200000;
    public const int WebhookNeedsThread = 220001;
    public const int BlockedHarmfulLink = 240000;
}
