using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>A topic that waits for its reader's click.</summary>
public sealed record Asked
{
    public required long SubscriptionId { get; init; }
    public required string Slug { get; init; }
    public required string Topic { get; init; }
    public required string Plan { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
}

/// <summary>A topic that a reader gets, in which digest.</summary>
public sealed record FollowedTopic(string Slug, string Topic, string Plan);

/// <summary>The SQL of what was asked for and is not confirmed yet.</summary>
internal static class OptInTable
{
    /// <summary>A link in an opt-in mail is good for so long; what nobody confirmed is forgotten a day later.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private static readonly TimeSpan Forgotten = Lifetime + TimeSpan.FromDays(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>In one transaction: few enough that a sign-up need not wait.</summary>
    public const int MostForgotten = 50;

    // Asked, and not answered by a click since.
    private const string Waits = "u.asked_at > @oldest and (u.confirmed_at is null or u.confirmed_at < u.asked_at)";

    /// <summary>Counts an ask for a mailbox. It writes a row whatever comes of it, so that all asks take the same time.</summary>
    /// <returns>True: no opt-in mail went there within a day, and this one may.</returns>
    public static async Task<bool> CountAsync(Tx tx, string mailboxHash)
    {
        await tx.ExecuteAsync("delete from optin_mails where sent_at <= @dayAgo", new { dayAgo = tx.Now - Day });
        return await tx.FirstAsync<int>(
            """
            insert into optin_mails (address_hash, sent_at, asks) values (@mailboxHash, @now, 1)
            on conflict (address_hash) do update set asks = optin_mails.asks + 1 returning asks
            """,
            new { mailboxHash, now = tx.Now }) == 1;
    }

    /// <summary>Writes down what is asked for. What the reader gets already stays as it is.</summary>
    /// <returns>The subscription.</returns>
    public static async Task<long> AskAsync(Tx tx, long subscriberId, long topicId, string plan, string consent) =>
        await tx.FirstAsync<long?>(
            """
            insert into subscriptions (subscriber_id, topic_id, plan, consent, asked_at, asked_plan, asked_consent) values (@subscriberId, @topicId, @plan, @consent, @now, @plan, @consent)
            on conflict (subscriber_id, topic_id) do update set asked_at = excluded.asked_at, asked_plan = excluded.asked_plan, asked_consent = excluded.asked_consent
            where subscriptions.confirmed_at is null or subscriptions.ended_at is not null
            returning id
            """,
            new { subscriberId, topicId, plan, consent, now = tx.Now })
        ?? await tx.FirstAsync<long>("select id from subscriptions where subscriber_id = @subscriberId and topic_id = @topicId", new { subscriberId, topicId });

    /// <summary>Somebody who never confirmed anything may say anew in which language and zone.</summary>
    public static Task SpeakAsync(Tx tx, long subscriberId, string language, string? zone) =>
        tx.ExecuteAsync(
            """
            update subscribers set language = @language, zone = coalesce(@zone, zone)
            where id = @subscriberId and not exists (select 1 from subscriptions where subscriber_id = @subscriberId and (confirmed_at is not null or ended_at is not null))
            """,
            new { subscriberId, language, zone });

    /// <summary>What waits for a reader's click, first asked first.</summary>
    public static Task<IReadOnlyList<Asked>> WaitingAsync(Tx tx, long subscriberId) =>
        tx.QueryAsync<Asked>(
            $"""
            select u.id as subscription_id, t.slug, t.name as topic, u.asked_plan as plan, u.asked_at from subscriptions u join topics t on t.id = u.topic_id
            where u.subscriber_id = @subscriberId and {Waits} order by u.asked_at, u.id
            """,
            new { subscriberId, oldest = tx.Now - Lifetime });

    /// <summary>When a subscription was asked for last, and whether it runs; null when there is none with this id.</summary>
    public static Task<AskState?> StateAsync(Tx tx, long subscriptionId) =>
        tx.FirstAsync<AskState>(
            """
            select u.subscriber_id, t.slug, u.asked_at, u.confirmed_at, u.ended_at from subscriptions u join topics t on t.id = u.topic_id
            where u.id = @subscriptionId
            """,
            new { subscriptionId });

    /// <summary>The reader's click: what waits begins, with the plan that was asked for.</summary>
    /// <param name="clicked">From where, for the record of consent.</param>
    /// <returns>False: it waits no more.</returns>
    public static async Task<bool> ConfirmAsync(Tx tx, long subscriptionId, string clicked) =>
        await tx.ExecuteAsync(
            $"""
            update subscriptions as u set plan = asked_plan, confirmed_at = @now, ended_at = null, ended_by = null, consent = asked_consent || @clicked
            where u.id = @subscriptionId and {Waits}
            """,
            new { subscriptionId, clicked, now = tx.Now, oldest = tx.Now - Lifetime }) == 1;

    /// <summary>Everything that a reader gets, first followed first.</summary>
    public static Task<IReadOnlyList<FollowedTopic>> FollowedAsync(Tx tx, long subscriberId) =>
        tx.QueryAsync<FollowedTopic>(
            """
            select t.slug, t.name as topic, u.plan from subscriptions u join topics t on t.id = u.topic_id
            where u.subscriber_id = @subscriberId and u.confirmed_at is not null and u.ended_at is null order by u.id
            """,
            new { subscriberId });

    /// <summary>What nobody confirmed in time leaves no trace, and neither does whom it was said to be. A suppression stays.</summary>
    /// <returns>How many asks: <see cref="MostForgotten"/> when there may be more.</returns>
    public static async Task<int> ForgetAsync(Tx tx)
    {
        var old = await tx.QueryAsync<Unconfirmed>(
            """
            select id, subscriber_id from subscriptions
            where asked_at is not null and confirmed_at is null and ended_at is null and asked_at <= @old order by asked_at limit @MostForgotten
            """,
            new { old = tx.Now - Forgotten, MostForgotten });
        foreach (var (id, subscriberId) in old)
        {
            await SubscriptionTable.LockAsync(tx, subscriberId);
            await tx.ExecuteAsync(
                "delete from subscriptions where id = @id and confirmed_at is null and ended_at is null and asked_at <= @old", new { id, old = tx.Now - Forgotten });
            if (await tx.FirstAsync<long?>("select id from subscriptions where subscriber_id = @subscriberId limit 1", new { subscriberId }) is null)
            {
                await Erase.ForgetAsync(tx, subscriberId);
            }
        }

        return old.Count;
    }

    /// <summary>What runs or has ended keeps nothing of asks that are over, and no mailbox is counted for longer than a day.</summary>
    public static async Task ForgetAnsweredAsync(Tx tx)
    {
        await tx.ExecuteAsync(
            """
            update subscriptions set asked_at = null, asked_plan = null, asked_consent = null
            where asked_at <= @old and (confirmed_at is not null or ended_at is not null)
            """,
            new { old = tx.Now - Forgotten });
        await tx.ExecuteAsync("delete from optin_mails where sent_at <= @dayAgo", new { dayAgo = tx.Now - Day });
    }

    private sealed record Unconfirmed(long Id, long SubscriberId);
}

/// <summary>Where a subscription stands between asking and leaving.</summary>
internal sealed record AskState
{
    public required long SubscriberId { get; init; }
    public required string Slug { get; init; }
    public DateTimeOffset? AskedAt { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}
