using System.Net;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Chat;

/// <summary>Pure: what a failed call to Discord means for a delivery (Discord, "Opcodes and Status Codes").</summary>
internal static class DiscordOutcome
{
    /// <summary>Discord names no time when a part of it is off; asking each few seconds would not bring it back.</summary>
    private static readonly TimeSpan OutOfOrder = TimeSpan.FromMinutes(5);

    /// <summary>The client spreads its requests over the second; a place in that row, come too late for one call, is no reason to stop a lane.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    public static SendOutcome Of(Exception failure) => failure switch
    {
        TokenRejectedException => new SendOutcome.LaneDown(failure.Message),
        RateLimitedException { Scope: RateLimitScope.Global or RateLimitScope.Breaker } limited when limited.RetryAfter > Moment => new SendOutcome.LaneDown(limited.Message),
        RateLimitedException limited => new SendOutcome.Snooze(limited.RetryAfter, limited.Message),
        DiscordException refused => OfRefusal(refused),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } =>
            new SendOutcome.LaneDown($"Discord cannot be reached: {failure.Message}"),
        OperationCanceledException { InnerException: TimeoutException } => new SendOutcome.LaneDown("Discord cannot be reached: no connection in time"),
        _ => new SendOutcome.Retry(failure.Message),
    };

    private static SendOutcome OfRefusal(DiscordException refused) => refused.Code switch
    {
        ErrorCode.UnknownChannel => new SendOutcome.Park("the channel does not exist any more, or the bot cannot see it"),
        ErrorCode.UnknownGuild or ErrorCode.MissingAccess => new SendOutcome.Park("the bot has no access: invite it to the server and give it View Channel"),
        ErrorCode.MissingPermission => new SendOutcome.Park("a permission is missing: give the bot Send Messages, Embed Links, Attach Files and Read Message History in this channel"),
        ErrorCode.NonTextChannel or ErrorCode.WrongChannelType or ErrorCode.ForumNeedsThread => new SendOutcome.Park("the channel is not a text or announcement channel"),
        ErrorCode.UnknownWebhook or ErrorCode.BadWebhookToken => new SendOutcome.Park("the webhook does not exist any more: make a new one in the channel's settings and route to its address"),
        ErrorCode.WebhookNeedsThread => new SendOutcome.Park("the webhook belongs to a forum, where it can only write into a thread: route to a webhook of a text channel"),
        ErrorCode.TagRequired => new SendOutcome.Park("the forum takes no post without a tag: choose one in the route"),
        ErrorCode.NoTagUsable => new SendOutcome.Park("only moderators may use the forum's tags: give the bot Manage Threads, or add a tag that everybody may use"),
        ErrorCode.ThreadArchived => new SendOutcome.Park("the thread is archived: open it again"),
        ErrorCode.ThreadLocked => new SendOutcome.Park("the thread is locked: unlock it, or give the bot Manage Threads"),
        ErrorCode.TooManyThreads => new SendOutcome.Park("the server has as many open threads as Discord allows: close some"),
        ErrorCode.CannotMessageUser or ErrorCode.NoCommonGuild => new SendOutcome.Park("this person takes no direct messages of the bot"),
        ErrorCode.FeatureOff or ErrorCode.Overloaded => new SendOutcome.Snooze(OutOfOrder, refused.Message),
        ErrorCode.NotTheAuthor => new SendOutcome.GiveUp(refused.Message),
        ErrorCode.CloudflareBlocked => new SendOutcome.LaneDown(refused.Message),
        ErrorCode.BlockedByAutoMod or ErrorCode.BlockedHarmfulLink => new SendOutcome.GiveUp($"the server's AutoMod refused it: {refused.Message}"),
        _ => refused.Status switch
        {
            HttpStatusCode.Forbidden => new SendOutcome.Park(refused.Message),
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge => new SendOutcome.GiveUp(refused.Message),
            _ => new SendOutcome.Retry(refused.Message),
        },
    };
}
