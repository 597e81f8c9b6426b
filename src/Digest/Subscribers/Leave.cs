using System.Globalization;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>How much a reader leaves.</summary>
public enum LeaveScope
{
    /// <summary>One digest with all its topics: what one click does.</summary>
    Plan,

    /// <summary>Some topics.</summary>
    Topics,

    /// <summary>Every digest. No import brings the reader back.</summary>
    Everything,
}

/// <summary>What a reader asked to leave.</summary>
/// <param name="TopicIds">With <see cref="LeaveScope.Topics"/> alone.</param>
/// <param name="Never">With <see cref="LeaveScope.Everything"/>: never write again, whoever asks.</param>
internal sealed record LeaveOrder(LeaveScope Scope, IReadOnlyCollection<long> TopicIds, bool Never = false)
{
    public static readonly LeaveOrder OneClick = new(LeaveScope.Plan, []);
}

/// <summary>
/// Slice: ends what a reader leaves, with the mails that wait when nothing is left to get. A second time changes nothing. What was
/// asked for and not confirmed was never followed: it waits for its own click, or is forgotten.
/// </summary>
internal static class Leave
{
    /// <summary>The reason that cancelled mails bear; an undo finds them by it.</summary>
    public const string Cancelled = "unsubscribed";

    /// <param name="endedBy">How: <c>one-click</c>, <c>page</c>, <c>mailto</c>.</param>
    /// <returns>The undo of this change, or of the same one made before; null when there is nothing to take back.</returns>
    public static async Task<long?> RunAsync(Tx tx, SubscriptionOwner owner, LeaveOrder order, string endedBy)
    {
        var (subscriberId, plan) = (owner.SubscriberId, owner.Plan);
        await SubscriptionTable.LockAsync(tx, subscriberId);
        if (await SubscriberTable.FindAsync(tx, subscriberId) is not { } reader || !await ChangesAsync(tx, reader, plan, order))
        {
            return await UndoTable.NewestAsync(tx, subscriberId);
        }

        var undo = await UndoTable.KeepAsync(tx, subscriberId);
        _ = order.Scope switch
        {
            LeaveScope.Topics => await SubscriptionTable.EndTopicsAsync(tx, subscriberId, order.TopicIds, endedBy),
            LeaveScope.Everything => await SubscriptionTable.EndAllAsync(tx, subscriberId, endedBy),
            _ => await SubscriberTable.EndAsync(tx, subscriberId, plan, endedBy),
        };
        if (order.Scope == LeaveScope.Everything)
        {
            await SuppressionTable.AddAsync(tx, reader.AddressHash, order.Never ? SuppressionTable.Asked : SuppressionTable.Left, $"left everything ({endedBy})");
        }

        await CancelAsync(tx, subscriberId);
        return undo;
    }

    /// <summary>Ends some topics, in the transaction of a change that is kept for an undo already.</summary>
    public static async Task EndAsync(Tx tx, long subscriberId, IReadOnlyCollection<long> topicIds, string endedBy)
    {
        await SubscriptionTable.EndTopicsAsync(tx, subscriberId, topicIds, endedBy);
        await CancelAsync(tx, subscriberId);
    }

    // With anything left, its mail must go; what waits of the rest is stopped when it is about to be sent.
    private static async Task CancelAsync(Tx tx, long subscriberId)
    {
        if (!await SubscriberTable.GetsAnythingAsync(tx, subscriberId))
        {
            await Outbox.CancelAsync(tx, "mail", subscriberId.ToString(CultureInfo.InvariantCulture), Cancelled);
        }
    }

    private static async Task<bool> ChangesAsync(Tx tx, Subscriber reader, string plan, LeaveOrder order)
    {
        switch (order.Scope)
        {
            case LeaveScope.Everything:
                var reason = await SuppressionTable.ReasonAsync(tx, reader.AddressHash);
                return reason is null || (reason == SuppressionTable.Left && order.Never) || await tx.FirstAsync<long?>(
                    "select id from subscriptions where subscriber_id = @Id and confirmed_at is not null and ended_at is null limit 1", new { reader.Id }) is not null;
            case LeaveScope.Topics:
                return (await SubscriptionTable.ChoicesAsync(tx, reader.Id)).Any(topic => topic.Plan is not null && order.TopicIds.Contains(topic.TopicId));
            default:
                return await tx.FirstAsync<long?>(
                    "select id from subscriptions where subscriber_id = @Id and plan = @plan and confirmed_at is not null and ended_at is null limit 1", new { reader.Id, plan }) is not null;
        }
    }
}
