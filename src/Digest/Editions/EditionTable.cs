using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>How many deliveries of an edition stand in a state.</summary>
public sealed record EditionCount
{
    public required long EditionId { get; init; }
    public required string State { get; init; }
    public required long Deliveries { get; init; }
}

/// <summary>The SQL of editions.</summary>
public static class EditionTable
{
    /// <summary>How far an edition looks back, for corrections and for items that no edition has had: what is older is no news.</summary>
    internal static readonly TimeSpan Remembered = TimeSpan.FromDays(91);

    private const string Columns = "id, plan, name, starts_at, ends_at, opened_at, state, item_count, note, cancelled_at";

    // What is not public now leaves by no door: asked when an edition is opened, and again when it is sent or shown.
    internal const string IsPublic = PublicItems.Condition;

    private const string ItemColumns =
        """
        i.id, i.revision, i.kind, i.title, i.url, i.summary, i.image_url, i.image_alt, i.image_credit, i.correction,
        coalesce(i.published_at, i.public_at) as shown_at, i.deadline_at, i.starts_at, i.ends_at, i.location, i.notify
        """;

    public static Task<Edition?> FindAsync(Tx tx, long id) =>
        tx.FirstAsync<Edition>($"select {Columns} from editions where id = @id", new { id });

    public static Task<Edition?> FindAsync(Tx tx, string plan, string name) =>
        tx.FirstAsync<Edition>($"select {Columns} from editions where plan = @plan and name = @name and state = 'open'", new { plan, name });

    /// <summary>The last one of a plan, whatever its state.</summary>
    public static Task<Edition?> LastAsync(Tx tx, string plan) =>
        tx.FirstAsync<Edition>($"select {Columns} from editions where plan = @plan order by ends_at desc, id desc limit 1", new { plan });

    /// <summary>The newest of a plan that readers got.</summary>
    public static Task<Edition?> NewestAsync(Tx tx, string plan) =>
        tx.FirstAsync<Edition>($"select {Columns} from editions where plan = @plan and state = 'open' order by ends_at desc, id desc limit 1", new { plan });

    /// <summary>The newest that readers got, of all plans, that ended before another one: the one with this end and id.</summary>
    public static Task<IReadOnlyList<Edition>> ListAsync(Tx tx, DateTimeOffset endsAt, long id, int limit) =>
        tx.QueryAsync<Edition>(
            $"select {Columns} from editions where state = 'open' and (ends_at < @endsAt or (ends_at = @endsAt and id < @id)) order by ends_at desc, id desc limit @limit",
            new { endsAt, id, limit });

    /// <summary>The newest of all plans and states, each with its deliveries counted by state.</summary>
    public static async Task<IReadOnlyList<(Edition Edition, IReadOnlyDictionary<string, long> Deliveries)>> StatusAsync(Tx tx, int limit)
    {
        var editions = await tx.QueryAsync<Edition>($"select {Columns} from editions order by id desc limit @limit", new { limit });
        var counts = await tx.QueryAsync<EditionCount>(
            """
            select d.cause_id as edition_id, d.state, count(*) as deliveries from deliveries d
            where d.cause_kind = 'edition' and d.cause_id >= @oldest group by d.cause_id, d.state
            """,
            new { oldest = editions.Count > 0 ? editions[^1].Id : 0 });
        var byEdition = counts.ToLookup(count => count.EditionId);
        return [.. editions.Select(edition => (edition, (IReadOnlyDictionary<string, long>)byEdition[edition.Id].ToDictionary(count => count.State, count => count.Deliveries)))];
    }

    /// <summary>What an edition may still show of the items frozen in it, newest first.</summary>
    public static async Task<Issue> IssueAsync(Tx tx, DigestPlan plan, Edition edition)
    {
        var items = await tx.QueryAsync<EditionItem>(
            $"select {ItemColumns} from edition_items e join items i on i.id = e.item_id where e.edition_id = @Id and {IsPublic} order by e.position",
            new { edition.Id, now = tx.Now });
        var topics = await TopicsAsync(tx, "join edition_items e on e.item_id = it.item_id where e.edition_id = @Id", new { edition.Id });
        return new(plan, edition, [.. items.Select(item => item with { Topics = [.. topics[item.Id]] })], await AmendmentsAsync(tx, edition));
    }

    /// <summary>What an edition of this period would show if it were opened now.</summary>
    internal static async Task<Issue> PreviewAsync(Tx tx, DigestPlan plan, Period period)
    {
        var window = await WindowAsync(tx, 0, plan.Name, period);
        var items = await tx.QueryAsync<EditionItem>($"select {ItemColumns} from items i where {InWindow} order by i.public_at desc, i.id desc", window);
        var topics = await TopicsAsync(tx, $"join items i on i.id = it.item_id where {InWindow}", window);
        var edition = new Edition
        {
            Id = 0,
            Plan = plan.Name,
            Name = period.Name(plan),
            StartsAt = period.Start,
            EndsAt = period.End,
            OpenedAt = tx.Now,
            State = EditionState.Open,
            ItemCount = items.Count,
            Note = (await PlanTable.FindAsync(tx, plan.Name)).Note,
        };
        return new(plan, edition, [.. items.Select(item => item with { Topics = [.. topics[item.Id]] })], await AmendmentsAsync(tx, edition));
    }

    /// <returns>Null when this plan has an edition with this start already.</returns>
    internal static Task<Edition?> AddAsync(Tx tx, string plan, string name, Period period, string state) =>
        tx.FirstAsync<Edition>(
            $"""
            insert into editions (plan, name, starts_at, ends_at, opened_at, state, item_count) values (@plan, @name, @Start, @End, @now, @state, 0)
            on conflict (plan, starts_at) do nothing returning {Columns}
            """,
            new { plan, name, period.Start, period.End, state, now = tx.Now });

    internal static async Task<bool> IsNamedAsync(Tx tx, string plan, string name) =>
        await tx.FirstAsync<long?>("select id from editions where plan = @plan and name = @name", new { plan, name }) is not null;

    /// <returns>How many items the edition holds now, newest first.</returns>
    internal static async Task<int> FreezeAsync(Tx tx, Edition edition) =>
        await tx.ExecuteAsync(
            $"""
            insert into edition_items (edition_id, item_id, revision, position)
            select @id, i.id, i.revision, row_number() over (order by i.public_at desc, i.id desc) from items i where {InWindow}
            """,
            await WindowAsync(tx, edition.Id, edition.Plan, edition.Period));

    internal static Task CountAsync(Tx tx, long id, int items, string? note) =>
        tx.ExecuteAsync(
            "update editions set item_count = @items, state = @state, note = @note where id = @id", new { id, items, note, state = items > 0 ? "open" : "empty" });

    /// <summary>The mails of an edition by the state of their deliveries.</summary>
    internal static async Task<IReadOnlyDictionary<string, long>> CountsAsync(Tx tx, long id) =>
        (await tx.QueryAsync<EditionCount>(
            "select cause_id as edition_id, state, count(*) as deliveries from deliveries where cause_kind = 'edition' and cause_id = @id group by cause_id, state",
            new { id })).ToDictionary(count => count.State, count => count.Deliveries, StringComparer.Ordinal);

    /// <summary>The edition of a plan that has an item.</summary>
    internal static Task<Edition?> WithItemAsync(Tx tx, string plan, long itemId) =>
        tx.FirstAsync<Edition>(
            $"select {Columns} from editions where plan = @plan and id in (select edition_id from edition_items where item_id = @itemId)", new { plan, itemId });

    /// <param name="never">Nobody has it: its items are free again, and its period stays covered.</param>
    internal static async Task CancelAsync(Tx tx, Edition edition, bool never)
    {
        await tx.ExecuteAsync(
            "update editions set cancelled_at = coalesce(cancelled_at, @now), state = case when @never = 1 then 'cancelled' else state end where id = @Id",
            new { edition.Id, never = never ? 1 : 0, now = tx.Now });
        if (never)
        {
            await tx.ExecuteAsync("delete from edition_items where edition_id = @Id", new { edition.Id });
            await ReaderLedger.ForgetAsync(tx, edition);
        }
    }

    /// <summary>How many readers an edition of this period would have if it were opened now.</summary>
    internal static async Task<int> CountReadersAsync(Tx tx, string plan, Period period) =>
        await tx.FirstAsync<int>(
            $"""
            select count(*) from subscribers s
            where (s.paused_until is null or s.paused_until <= @now)
                and not exists (select 1 from suppressions p where p.address_hash = s.address_hash)
                and exists (
                    select 1 from subscriptions u
                    where u.topic_id in (select it.topic_id from items i join item_topics it on it.item_id = i.id where {InWindow})
                        and u.subscriber_id = s.id and u.plan = @plan and u.confirmed_at is not null and u.ended_at is null)
            """,
            await WindowAsync(tx, 0, plan, period));

    /// <summary>The newest of all plans that readers get, for people to choose from.</summary>
    public static Task<IReadOnlyList<Edition>> RecentAsync(Tx tx, int limit) =>
        tx.QueryAsync<Edition>($"select {Columns} from editions where state = 'open' order by id desc limit @limit", new { limit });

    /// <summary>One delivery for everybody who has something of the edition to get, as <see cref="ReaderLedger"/> has booked it.</summary>
    /// <returns>How many.</returns>
    internal static async Task<int> EnqueueAsync(Tx tx, DigestPlan plan, Edition edition)
    {
        if (plan.ReaderZone is null)
        {
            return await EnqueueAsync(tx, edition, "1 = 1", tx.Now, []);
        }

        // Zones of one offset are one statement: there are hundreds of names, and about forty times.
        var zones = await tx.QueryAsync<string>("select distinct coalesce(zone, '') from subscribers");
        var readers = 0;
        foreach (var group in zones.GroupBy(zone => edition.Period.DueIn(plan, TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : null)))
        {
            var due = group.Key > tx.Now ? group.Key : tx.Now;
            readers += await EnqueueAsync(tx, edition, $"coalesce(s.zone, '') {tx.Dialect.AmongAll("@zones")}", due, [.. group]);
        }

        return readers;
    }

    private static Task<int> EnqueueAsync(Tx tx, Edition edition, string which, DateTimeOffset due, string[] zones) =>
        tx.ExecuteAsync(
            $"""
            insert into deliveries (lane, address, cause_kind, cause_id, dedup_key, wanted, wanted_rev, state, due_at, created_at)
            select 'mail', cast(s.id as text), 'edition', @Id, @prefix || cast(s.id as text), 'present', 1, 'pending', @due, @now
            from subscribers s
            where {which} and (
                exists (select 1 from reader_items x where x.edition_id = @Id and x.subscriber_id = s.id and x.shown = 1)
                or (exists (
                        select 1 from reader_spans n
                        where n.subscriber_id = s.id and n.plan = @Plan and n.last_edition is null
                            and n.topic_id in (select it.topic_id from edition_items e join item_topics it on it.item_id = e.item_id where e.edition_id = @Id))
                    and (not exists (select 1 from reader_items x where x.edition_id = @Id and x.subscriber_id = s.id)
                        or exists (
                            select 1 from edition_items e join item_topics it on it.item_id = e.item_id
                            join reader_spans n on n.subscriber_id = s.id and n.plan = @Plan and n.last_edition is null and n.topic_id = it.topic_id
                            where e.edition_id = @Id and not exists (
                                select 1 from reader_items x where x.edition_id = @Id and x.subscriber_id = s.id and x.item_id = e.item_id)))))
            on conflict (dedup_key) do nothing
            """,
            new { edition.Id, edition.Plan, prefix = $"edition/{edition.Id}>mail:", now = tx.Now, due, zones });

    /// <summary>Some items as they may be shown now, newest first.</summary>
    internal static async Task<IReadOnlyList<EditionItem>> ItemsAsync(Tx tx, long[] ids)
    {
        var which = tx.Dialect.AmongAll("@ids");
        var items = await tx.QueryAsync<EditionItem>($"select {ItemColumns} from items i where i.id {which} and {IsPublic} order by i.public_at desc, i.id desc", new { ids, now = tx.Now });
        var topics = await TopicsAsync(tx, $"where it.item_id {which}", new { ids });
        return [.. items.Select(item => item with { Topics = [.. topics[item.Id]] })];
    }

    // Not only what became public in the period: also what was withdrawn, held or of no topic when its own edition was opened.
    private const string InWindow =
        $"""
        {IsPublic}
        and ((i.public_at >= @oldest and i.public_at < @end) or exists (select 1 from plan_picks k where k.plan = @plan and k.item_id = i.id and k.pick = 'include'))
        and not exists (select 1 from plan_picks k where k.plan = @plan and k.item_id = i.id and k.pick = 'exclude')
        and exists (select 1 from item_topics t where t.item_id = i.id)
        and not exists (select 1 from editions d join edition_items f on f.edition_id = d.id and f.item_id = i.id where d.plan = @plan)
        and {PublicItems.Undoubted}
        """;

    // What was public before the plan's baseline is never mailed; nor, without one, what was before the period.
    private static async Task<object> WindowAsync(Tx tx, long id, string plan, Period period)
    {
        var baseline = await tx.FirstAsync<Edition>($"select {Columns} from editions where plan = @plan and state = 'baseline'", new { plan });
        var first = baseline is null || baseline.EndsAt > period.Start ? period.Start : baseline.EndsAt;
        var oldest = first > period.Start - Remembered ? first : period.Start - Remembered;
        return new { id, plan, oldest, end = period.End, now = tx.Now };
    }

    // What stood in an edition of the last weeks and was corrected, or withdrawn and still is, since the last one that readers got.
    private static async Task<IReadOnlyList<Amendment>> AmendmentsAsync(Tx tx, Edition edition)
    {
        const string Amended =
            $"""
            from editions e join edition_items f on f.edition_id = e.id join items i on i.id = f.item_id
            join item_revisions r on r.item_id = i.id and r.at < @end
                and r.at >= coalesce((select max(p.ends_at) from editions p where p.plan = @Plan and p.state = 'open' and p.ends_at <= @start), @start)
            where e.plan = @Plan and e.ends_at <= @start and e.ends_at > @oldest
                and ((r.correction is not null and r.correction = i.correction and {IsPublic})
                    or (i.state = 'withdrawn' and r.revision = (select max(w.revision) from item_revisions w where w.item_id = i.id and w.changed = 'withdrawn')))
            """;
        var values = new { edition.Plan, start = edition.StartsAt, end = edition.EndsAt, oldest = edition.StartsAt - Remembered, now = tx.Now };
        var found = await tx.QueryAsync<Amendment>(
            $"select distinct i.id, i.title, case when i.state = 'public' then i.url end as url, case when i.state = 'public' then i.correction end as correction, case when i.state = 'withdrawn' then i.retraction end as retraction {Amended} order by i.id",
            values);
        if (found.Count == 0)
        {
            return [];
        }

        var topics = await TopicsAsync(tx, $"where it.item_id in (select i.id {Amended})", values);
        return [.. found.Select(item => item with { Topics = [.. topics[item.Id]] })];
    }

    private static async Task<ILookup<long, EditionTopic>> TopicsAsync(Tx tx, string which, object values) =>
        (await tx.QueryAsync<EditionTopic>(
            $"select it.item_id, t.id, t.slug, t.name from item_topics it join topics t on t.id = it.topic_id {which} order by it.item_id, t.id", values))
            .ToLookup(topic => topic.ItemId);
}
