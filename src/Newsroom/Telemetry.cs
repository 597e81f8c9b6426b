using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Newsroom;

/// <summary>Every log event of the newsroom, in one place. They carry ids and reasons, never tokens, mail addresses or webhook URLs.</summary>
internal static partial class Telemetry
{
    [LoggerMessage(1, LogLevel.Warning, "{Lane}: the store refused; it is tried again")]
    public static partial void StoreRefused(ILogger logger, string lane, Exception failure);

    [LoggerMessage(2, LogLevel.Information, "{Lane}: up again")]
    public static partial void LaneUp(ILogger logger, string lane);

    /// <param name="finished">False: the claim was lost before the outcome could be written.</param>
    public static void Attempted(ILogger logger, Lane lane, Delivery delivery, SendOutcome outcome, bool finished)
    {
        if (!finished)
        {
            ClaimLost(logger, delivery.Id, delivery.DedupKey, delivery.Attempt);
            return;
        }

        switch (outcome)
        {
            case SendOutcome.Sent:
                Sent(logger, delivery.Id, delivery.DedupKey, delivery.Attempt);
                break;
            case SendOutcome.Retry last when delivery.Attempt >= lane.MaxAttempts:
                GaveUp(logger, delivery.Id, delivery.DedupKey, $"{last.Reason} ({delivery.Attempt} attempts)");
                break;
            case SendOutcome.Retry retry:
                Failed(logger, delivery.Id, delivery.DedupKey, delivery.Attempt, retry.Reason);
                break;
            case SendOutcome.Snooze snooze:
                Snoozed(logger, delivery.Id, delivery.DedupKey, snooze.After.TotalSeconds, snooze.Reason);
                break;
            case SendOutcome.GiveUp { Unwanted: true } unwanted:
                Cancelled(logger, delivery.Id, delivery.DedupKey, unwanted.Reason);
                break;
            case SendOutcome.GiveUp giveUp:
                GaveUp(logger, delivery.Id, delivery.DedupKey, giveUp.Reason);
                break;
            case SendOutcome.Park park:
                Parked(logger, delivery.Lane, delivery.Address, park.Reason);
                break;
            case SendOutcome.LaneDown down:
                LaneDown(logger, delivery.Lane, down.Reason);
                break;
            case SendOutcome.Doubtful doubtful:
                Doubtful(logger, delivery.Id, delivery.DedupKey, doubtful.Reason);
                break;
        }
    }

    [LoggerMessage(10, LogLevel.Information, "delivery {Id} ({Key}) stands as wanted (attempt {Attempt})")]
    private static partial void Sent(ILogger logger, long id, string key, int attempt);

    [LoggerMessage(11, LogLevel.Warning, "delivery {Id} ({Key}) failed at attempt {Attempt}: {Reason}")]
    private static partial void Failed(ILogger logger, long id, string key, int attempt, string reason);

    [LoggerMessage(12, LogLevel.Information, "delivery {Id} ({Key}) waits {Seconds:0.0} s: {Reason}")]
    private static partial void Snoozed(ILogger logger, long id, string key, double seconds, string reason);

    [LoggerMessage(13, LogLevel.Error, "delivery {Id} ({Key}) is dead: {Reason}")]
    private static partial void GaveUp(ILogger logger, long id, string key, string reason);

    [LoggerMessage(17, LogLevel.Information, "delivery {Id} ({Key}) is cancelled: {Reason}")]
    private static partial void Cancelled(ILogger logger, long id, string key, string reason);

    [LoggerMessage(18, LogLevel.Warning, "delivery {Id} ({Key}): the claim of attempt {Attempt} was lost before its outcome was written; another sender has the row")]
    private static partial void ClaimLost(ILogger logger, long id, string key, int attempt);

    [LoggerMessage(14, LogLevel.Error, "{Lane}:{Address} is parked: {Reason}")]
    private static partial void Parked(ILogger logger, string lane, string address, string reason);

    [LoggerMessage(15, LogLevel.Error, "{Lane} is down: {Reason}")]
    private static partial void LaneDown(ILogger logger, string lane, string reason);

    [LoggerMessage(16, LogLevel.Warning, "delivery {Id} ({Key}) is doubtful: {Reason}")]
    private static partial void Doubtful(ILogger logger, long id, string key, string reason);

    [LoggerMessage(20, LogLevel.Information, "{Source}: {New} new, {Changed} changed, {Gone} gone")]
    public static partial void Read(ILogger logger, string source, int @new, int changed, int gone);

    [LoggerMessage(21, LogLevel.Warning, "{Source}: {Where}: {Reason}")]
    public static partial void Refused(ILogger logger, string source, string where, string reason);

    [LoggerMessage(22, LogLevel.Error, "{Source} cannot be read ({Failures} times now): {Reason}")]
    public static partial void SourceFailed(ILogger logger, string source, int failures, string reason);

    [LoggerMessage(23, LogLevel.Information, "{Source} can be read again")]
    public static partial void SourceBack(ILogger logger, string source);

    [LoggerMessage(24, LogLevel.Warning, "{Source}: {Count} new items at once, more than the fuse of {Limit}: their posts are held. Look with 'newsbot deliveries list --state held', then 'newsbot deliveries release' or 'drop'")]
    public static partial void FuseHeld(ILogger logger, string source, int count, int limit);

    [LoggerMessage(25, LogLevel.Warning, "{Source}: {Count} items vanished at once (the fuse is {Limit}, and nothing at all is left only by accident): nothing is retracted. If it is meant, answer the alert on the desk, or run 'newsbot deliveries gone --source {Source} --withdraw', else with '--leave'")]
    public static partial void FuseKept(ILogger logger, string source, int count, int limit);

    [LoggerMessage(26, LogLevel.Information, "{Source}: first read, {Stored} items stored, {Posted} of them to be posted")]
    public static partial void FirstRead(ILogger logger, string source, int stored, int posted);

    [LoggerMessage(27, LogLevel.Information, "{Source}: item {Item} has the id {ExternalId} now; it is told by {By}, and makes no second post")]
    public static partial void SameItem(ILogger logger, string source, long item, string externalId, string by);

    [LoggerMessage(30, LogLevel.Information, "{Source}: a pushed message is refused: {Reason}")]
    public static partial void PushRefused(ILogger logger, string source, string reason);

    [LoggerMessage(40, LogLevel.Information, "{Source}: its hub tells of changes from now on")]
    public static partial void HubTells(ILogger logger, string source);

    [LoggerMessage(41, LogLevel.Information, "{Source}: its hub does not take our subscription, so it is only read from time to time: {Reason}")]
    public static partial void HubRefused(ILogger logger, string source, string reason);
}
