using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>A person's address.</summary>
public sealed record Subscriber
{
    public required long Id { get; init; }
    public required string Address { get; init; }
    public required string AddressHash { get; init; }

    /// <summary>IANA name, or null: the plan's.</summary>
    public string? Zone { get; init; }
    public string? Language { get; init; }
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Null: the reader has named none, or one that this machine does not know.</summary>
    internal TimeZoneInfo? OwnZone => Zone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}

/// <summary>A confirmed subscription that has not ended, with its topic.</summary>
public sealed record Followed(long SubscriptionId, long TopicId, string Slug, string Name);

/// <summary>The SQL of subscribers and subscriptions.</summary>
public static class SubscriberTable
{
    private const string Columns = "id, address, address_hash, zone, language, paused_until";

    public static Task<Subscriber?> FindAsync(Tx tx, long id) =>
        tx.FirstAsync<Subscriber>($"select {Columns} from subscribers where id = @id", new { id });

    /// <param name="address">As <see cref="ReaderAddress"/> writes it; upper and lower case are the same.</param>
    public static Task<Subscriber?> FindAsync(Tx tx, string address) =>
        tx.FirstAsync<Subscriber>($"select {Columns} from subscribers where lower(address) = lower(@address)", new { address });

    /// <summary>What a subscriber gets of a plan, first followed first.</summary>
    public static Task<IReadOnlyList<Followed>> FollowedAsync(Tx tx, long subscriberId, string plan) =>
        tx.QueryAsync<Followed>(
            """
            select u.id as subscription_id, t.id as topic_id, t.slug, t.name from subscriptions u join topics t on t.id = u.topic_id
            where u.subscriber_id = @subscriberId and u.plan = @plan and u.confirmed_at is not null and u.ended_at is null order by u.id
            """,
            new { subscriberId, plan });

    /// <summary>The names of all topics that a subscriber gets or once got of a plan.</summary>
    internal static Task<IReadOnlyList<string>> TopicNamesAsync(Tx tx, long subscriberId, string plan) =>
        tx.QueryAsync<string>(
            """
            select t.name from subscriptions u join topics t on t.id = u.topic_id
            where u.subscriber_id = @subscriberId and u.plan = @plan and u.confirmed_at is not null order by u.id
            """,
            new { subscriberId, plan });

    /// <summary>Whom and which plan a subscription belongs to, ended or not; null when there is none with this id.</summary>
    internal static Task<SubscriptionOwner?> OwnerAsync(Tx tx, long subscriptionId) =>
        tx.FirstAsync<SubscriptionOwner>("select subscriber_id, plan from subscriptions where id = @subscriptionId", new { subscriptionId });

    /// <returns>The new id.</returns>
    internal static Task<long> AddAsync(Tx tx, string address, string addressHash, string? zone, string? language) =>
        tx.FirstAsync<long>(
            "insert into subscribers (address, address_hash, zone, language, created_at) values (@address, @addressHash, @zone, @language, @now) returning id",
            new { address, addressHash, zone, language, now = tx.Now });

    /// <summary>Adds a confirmed subscription, or confirms the one that waits. One that was ended stays so.</summary>
    /// <returns>False when nothing changed.</returns>
    internal static async Task<bool> ConfirmAsync(Tx tx, long subscriberId, long topicId, string plan, string consent) =>
        await tx.ExecuteAsync(
            """
            insert into subscriptions (subscriber_id, topic_id, plan, confirmed_at, consent) values (@subscriberId, @topicId, @plan, @now, @consent)
            on conflict (subscriber_id, topic_id) do update set plan = excluded.plan, confirmed_at = excluded.confirmed_at, consent = excluded.consent
            where subscriptions.confirmed_at is null and subscriptions.ended_at is null
            """,
            new { subscriberId, topicId, plan, consent, now = tx.Now }) == 1;

    /// <summary>Did the subscriber end this plan, and follow nothing of it since?</summary>
    internal static async Task<bool> HasLeftAsync(Tx tx, long subscriberId, string plan) =>
        await tx.FirstAsync<long>(
            """
            select case when count(ended_at) > 0 and count(ended_at) = count(*) then 1 else 0 end
            from subscriptions where subscriber_id = @subscriberId and plan = @plan and (confirmed_at is not null or ended_at is not null)
            """,
            new { subscriberId, plan }) == 1;

    /// <returns>How many ended now: 0 the second time.</returns>
    internal static Task<int> EndAsync(Tx tx, long subscriberId, string plan, string endedBy) =>
        tx.ExecuteAsync(
            "update subscriptions set ended_at = @now, ended_by = @endedBy where subscriber_id = @subscriberId and plan = @plan and confirmed_at is not null and ended_at is null",
            new { subscriberId, plan, endedBy, now = tx.Now });

    /// <summary>Does the subscriber still get anything, of any plan?</summary>
    internal static async Task<bool> GetsAnythingAsync(Tx tx, long subscriberId) =>
        await tx.FirstAsync<long?>(
            "select id from subscriptions where subscriber_id = @subscriberId and confirmed_at is not null and ended_at is null limit 1",
            new { subscriberId }) is not null;
}

/// <summary>Whose subscription it is, and of which plan.</summary>
internal sealed record SubscriptionOwner(long SubscriberId, string Plan);
