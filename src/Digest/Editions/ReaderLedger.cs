using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>
/// The SQL of what each reader has had. Only what differs from an edition is written: from when to when a reader gets a topic by a plan
/// (spans), what one mail shows besides or leaves out, and mails that a pause stopped. So no reader gets an item twice or misses one,
/// also when a topic moves from weekly to daily, when it is in two of the reader's digests, or after a pause.
/// </summary>
public static class ReaderLedger
{
    /// <summary>SQL: a subscription <c>u</c> of a reader <c>s</c> who is to get mail of it now.</summary>
    internal const string Gets =
        """
        u.confirmed_at is not null and u.ended_at is null and (s.paused_until is null or s.paused_until <= @now)
        and not exists (select 1 from suppressions p where p.address_hash = s.address_hash)
        """;

    // A pause can last a year, and the next edition that has news may be a month or two behind it.
    private static readonly TimeSpan OwedFor = TimeSpan.FromDays(430);

    // A mail before this edition showed the item f.item_id to the reader n.subscriber_id.
    private const string Had =
        """
        (exists (
            select 1 from edition_items hf
            join editions he on he.id = hf.edition_id and he.id < @Id
            join item_topics ht on ht.item_id = hf.item_id
            join reader_spans hs on hs.subscriber_id = n.subscriber_id and hs.topic_id = ht.topic_id and hs.plan = he.plan
                and hs.first_edition <= he.id and (hs.last_edition is null or hs.last_edition >= he.id)
            where hf.item_id = f.item_id
                and not exists (select 1 from reader_items o where o.edition_id = he.id and o.subscriber_id = n.subscriber_id and o.item_id = f.item_id and o.shown = 0)
                and not exists (select 1 from reader_misses m where m.subscriber_id = n.subscriber_id and m.edition_id = he.id))
        or exists (
            select 1 from reader_items x where x.subscriber_id = n.subscriber_id and x.item_id = f.item_id and x.shown = 1 and x.edition_id < @Id
                and not exists (select 1 from reader_misses m where m.subscriber_id = n.subscriber_id and m.edition_id = x.edition_id)))
        """;

    /// <summary>What a reader gets of an edition, first followed first: what they followed by its plan when it was opened, and have not left since.</summary>
    public static Task<IReadOnlyList<Followed>> FollowedAsync(Tx tx, long subscriberId, Edition edition) =>
        tx.QueryAsync<Followed>(
            """
            select u.id as subscription_id, t.id as topic_id, t.slug, t.name from subscriptions u join topics t on t.id = u.topic_id
            where u.subscriber_id = @subscriberId and u.confirmed_at is not null and u.ended_at is null
                and exists (
                    select 1 from reader_spans n
                    where n.subscription_id = u.id and n.plan = @Plan and n.first_edition <= @Id and (n.last_edition is null or n.last_edition >= @Id))
            order by u.id
            """,
            new { subscriberId, edition.Id, edition.Plan });

    /// <summary>The mail of an edition was not sent, for its reader has paused: what it held is owed after the pause.</summary>
    public static Task MissAsync(Tx tx, long subscriberId, long editionId) =>
        tx.ExecuteAsync(
            "insert into reader_misses (edition_id, subscriber_id) values (@editionId, @subscriberId) on conflict (subscriber_id, edition_id) do nothing",
            new { editionId, subscriberId });

    public static async Task<bool> HasMissedAsync(Tx tx, long subscriberId, long editionId) =>
        await tx.FirstAsync<long?>(
            "select edition_id from reader_misses where subscriber_id = @subscriberId and edition_id = @editionId", new { subscriberId, editionId }) is not null;

    /// <summary>Where the mail of a reader differs from the edition.</summary>
    internal static Task<IReadOnlyList<(long ItemId, bool Shown)>> DifferencesAsync(Tx tx, long subscriberId, long editionId) =>
        tx.QueryAsync<(long ItemId, bool Shown)>(
            "select item_id, shown from reader_items where edition_id = @editionId and subscriber_id = @subscriberId", new { subscriberId, editionId });

    /// <summary>An edition was taken back before anybody had it: it has shown nothing to anybody.</summary>
    internal static async Task ForgetAsync(Tx tx, Edition edition)
    {
        await tx.ExecuteAsync("delete from reader_items where edition_id = @Id", new { edition.Id });
        await tx.ExecuteAsync("delete from reader_spans where first_edition = @Id", new { edition.Id });
    }

    /// <summary>Writes down who gets an edition that has just frozen its items, what they have missed, and what they have had.</summary>
    internal static async Task BookAsync(Tx tx, Edition edition)
    {
        await CloseAsync(tx, edition);
        await BeginAsync(tx, edition);
        await AddMissedAsync(tx, edition);
        await LeaveOutAsync(tx, edition);
    }

    // A span ends with the last edition that was opened while it lasted.
    private static Task<int> CloseAsync(Tx tx, Edition edition) =>
        tx.ExecuteAsync(
            $"""
            update reader_spans set
                last_edition = coalesce((select max(e.id) from editions e where e.plan = reader_spans.plan and e.id < @Id), 0),
                left_then = case when exists (select 1 from subscriptions u where u.id = reader_spans.subscription_id and u.ended_at is null) then 0 else 1 end
            where last_edition is null and not exists (
                select 1 from subscriptions u join subscribers s on s.id = u.subscriber_id
                where u.id = reader_spans.subscription_id and u.plan = reader_spans.plan and {Gets})
            """,
            new { edition.Id, now = tx.Now });

    // A topic that comes back is owed since its last edition; after leaving, or at first, since the reader's own word.
    private static Task<int> BeginAsync(Tx tx, Edition edition) =>
        tx.ExecuteAsync(
            $"""
            insert into reader_spans (subscription_id, subscriber_id, topic_id, plan, first_edition, since)
            select u.id, u.subscriber_id, u.topic_id, u.plan, @Id, coalesce((
                select case when b.left_then = 1 then @now else coalesce((select e.ends_at from editions e where e.id = b.last_edition), 0) end
                from reader_spans b where b.subscription_id = u.id order by b.first_edition desc limit 1), u.confirmed_at)
            from subscriptions u join subscribers s on s.id = u.subscriber_id
            where u.plan = @Plan and {Gets}
                and not exists (select 1 from reader_spans o where o.subscription_id = u.id and o.last_edition is null)
            """,
            new { edition.Id, edition.Plan, now = tx.Now });

    private static async Task AddMissedAsync(Tx tx, Edition edition)
    {
        var values = new { edition.Id, edition.Plan, edition.StartsAt, oldest = edition.EndsAt - OwedFor, now = tx.Now };
        const string Owed = "and e.id < @Id and e.ends_at > @oldest and e.cancelled_at is null";

        // Who begins now: editions of the plan since they had the topic last. Most begin with nothing owed.
        await tx.ExecuteAsync(
            $"""
            insert into reader_items (edition_id, subscriber_id, item_id, shown)
            select distinct @Id, n.subscriber_id, f.item_id, 1 from reader_spans n
            join editions e on e.plan = n.plan and e.ends_at > n.since {Owed}
            join edition_items f on f.edition_id = e.id
            join item_topics it on it.item_id = f.item_id and it.topic_id = n.topic_id
            join items i on i.id = f.item_id
            where n.plan = @Plan and n.first_edition = @Id and n.since < @StartsAt and {EditionTable.IsPublic} and not {Had}
            """,
            values);

        // Whose mail was stopped by a pause, of this plan or the one before.
        await tx.ExecuteAsync(
            $"""
            insert into reader_items (edition_id, subscriber_id, item_id, shown)
            select distinct @Id, n.subscriber_id, f.item_id, 1 from reader_misses q
            join reader_spans n on n.subscriber_id = q.subscriber_id and n.plan = @Plan and n.last_edition is null
            join editions e on e.id = q.edition_id {Owed}
            join (
                select edition_id, item_id, 0 as reader from edition_items
                union all select edition_id, item_id, subscriber_id from reader_items where shown = 1) f
                on f.edition_id = e.id and (f.reader = 0 or f.reader = n.subscriber_id)
            join item_topics it on it.item_id = f.item_id and it.topic_id = n.topic_id
            join items i on i.id = f.item_id
            where {EditionTable.IsPublic} and not {Had}
                and not exists (select 1 from edition_items own where own.edition_id = @Id and own.item_id = f.item_id)
            on conflict (edition_id, subscriber_id, item_id) do nothing
            """,
            values);
    }

    // Only who has had mail of two plans can have had an item that is new to this one.
    private static Task<int> LeaveOutAsync(Tx tx, Edition edition) =>
        tx.ExecuteAsync(
            $"""
            insert into reader_items (edition_id, subscriber_id, item_id, shown)
            select distinct @Id, n.subscriber_id, f.item_id, 0
            from (select subscriber_id from reader_spans group by subscriber_id having min(plan) <> max(plan)) two
            join reader_spans n on n.subscriber_id = two.subscriber_id and n.plan = @Plan and n.last_edition is null
            join item_topics it on it.topic_id = n.topic_id
            join edition_items f on f.item_id = it.item_id and f.edition_id = @Id
            where {Had}
            """,
            new { edition.Id, edition.Plan });
}
