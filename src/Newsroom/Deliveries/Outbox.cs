using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Deliveries;

/// <summary>The SQL of deliveries. It knows the states of docs/deliveries.md and nothing of what a delivery contains.</summary>
public static class Outbox
{
    /// <summary>A claim ends after this: a send may take 30 s, so a longer silence means that the sender is gone.</summary>
    public static readonly TimeSpan ClaimLength = TimeSpan.FromMinutes(2);

    /// <summary>RFC 5321, 4.5.3.2.6: the answer to the final dot may take ten minutes.</summary>
    public static readonly TimeSpan InFlightLength = TimeSpan.FromMinutes(10);

    /// <summary>A parked address is tried with one row this often.</summary>
    public static readonly TimeSpan ParkedCheck = TimeSpan.FromMinutes(10);

    // What may be claimed now. A claim that has ended in "sending" is claimable: there is no rescuer.
    // The first condition follows from the third, but only so does SQLite see that the partial index serves.
    private const string Due =
        """
        d.state in ('pending', 'sending', 'in_flight') and d.lane = @lane and d.due_at <= @now
        and (d.state = 'pending' or (d.state = 'sending' and d.claimed_until <= @now))
        and not exists (select 1 from parked p where p.lane = d.lane and p.address = d.address and p.checked_at > @unparked)
        """;

    // One at a time per address, what is urgent first, then the oldest.
    private const string Foremost =
        """
        select id from (
            select d.id, row_number() over (partition by d.address order by d.urgent desc, d.id) as place from deliveries d
            where
        """ + " " + Due + " " +
        """
            and not exists (
                select 1 from deliveries busy
                where busy.lane = d.lane and busy.address = d.address and busy.state = 'sending' and busy.claimed_until > @now)
        ) ranked where place = 1
        """;

    // A doubtful row is repeated at most once: the ledger counts how often it has been in flight and no answer came.
    private const string Repeatable =
        """
        @repeats = 1 and (
            select count(*) from attempts a where a.delivery_id = deliveries.id and a.phase = 'in_flight'
                and not exists (
                    select 1 from attempts answer where answer.delivery_id = a.delivery_id and answer.attempt = a.attempt
                        and answer.phase not in ('in_flight', 'doubtful'))) < 2
        """;

    internal const string Columns =
        """
        id, lane, address, cause_kind, cause_id, dedup_key, wanted, wanted_rev, done_rev, replace(state, '_', '') as state, attempt, due_at,
        claimed_by, claimed_until, remote_id, last_error, created_at, finished_at, shown, removed_at
        """;

    /// <summary>Writes what is owed. A known dedup key is skipped.</summary>
    /// <returns>How many rows are new.</returns>
    public static async Task<int> EnqueueAsync(Tx tx, IReadOnlyCollection<DeliveryDraft> drafts)
    {
        var added = 0;
        foreach (var draft in drafts)
        {
            added += await tx.ExecuteAsync(
                """
                insert into deliveries (lane, address, cause_kind, cause_id, dedup_key, wanted, wanted_rev, state, held_for, due_at, created_at, urgent)
                values (@Lane, @Address, @Kind, @CauseId, @DedupKey, 'present', @Revision, @State, @HeldFor, @now, @now, @urgent)
                on conflict (dedup_key) do nothing
                """,
                new
                {
                    draft.Lane,
                    draft.Address,
                    draft.Cause.Kind,
                    CauseId = draft.Cause.Id,
                    draft.DedupKey,
                    draft.Revision,
                    State = draft.HeldFor == HeldFor.None ? "pending" : "held",
                    HeldFor = (int)draft.HeldFor,
                    now = tx.Now,
                    urgent = draft.Urgent ? 1 : 0,
                });
        }

        return added;
    }

    /// <summary>An edit or a withdrawal reaches every row of its cause, or only those of <paramref name="lane"/> and <paramref name="address"/>.</summary>
    /// <remarks>
    /// What was never tried and is not wanted any more is cancelled; what was given up gets another chance with the new text; what a
    /// person dropped stays dropped, and so does what somebody took away where it stood; what was still held is held again when it comes back. Where staff
    /// sent an item by hand it stays, though none of its topics leads there.
    /// </remarks>
    public static Task<int> RestateAsync(Tx tx, Cause cause, int revision, Wanted wanted, string? lane = null, string? address = null) =>
        tx.ExecuteAsync(
            """
            update deliveries set
                wanted = case when state = 'cancelled' and wanted = 'present' then wanted else @wanted end,
                wanted_rev = @revision,
                attempt = case when state in ('sent', 'dead') or (state = 'cancelled' and wanted = 'absent') then 0 else attempt end,
                due_at = case when state in ('sent', 'dead') or (state = 'cancelled' and wanted = 'absent') then @now else due_at end,
                state = case
                    when @wanted = 'absent' and state in ('pending', 'held', 'cancelled') and remote_id is null and attempt = 0 and last_error is null then 'cancelled'
                    when state = 'cancelled' and wanted = 'absent' and held_for > 0 then 'held'
                    when state in ('sent', 'dead') or (state = 'cancelled' and wanted = 'absent') then 'pending'
                    else state end
            where cause_kind = @Kind and cause_id = @Id and removed_at is null
                and (@lane is null or (lane = @lane and address = @address and by_staff = 0))
            """,
            new { cause.Kind, cause.Id, revision, wanted = Text(wanted), lane, address, now = tx.Now });

    /// <summary>Nobody has seen it here and it is not wanted here now: it is cancelled, and comes back when it is restated as wanted.</summary>
    /// <remarks>What was tried already may stand: it stays, and is kept true. So does what staff sent by hand.</remarks>
    public static Task<int> WithholdAsync(Tx tx, Cause cause, string lane, string address) =>
        tx.ExecuteAsync(
            """
            update deliveries set state = 'cancelled', wanted = 'absent', finished_at = @now
            where cause_kind = @Kind and cause_id = @Id and lane = @lane and address = @address and by_staff = 0
                and state in ('pending', 'held') and wanted = 'present' and remote_id is null and attempt = 0 and last_error is null
            """,
            new { cause.Kind, cause.Id, lane, address, now = tx.Now });

    /// <summary>One of the reasons why rows are held has had its answer. A row goes when none is left.</summary>
    /// <param name="which">A condition on deliveries, which may name <c>@about</c>.</param>
    /// <returns>How many rows the reason held.</returns>
    internal static Task<int> AnswerAsync(Tx tx, HeldFor reason, string which, object about) =>
        tx.ExecuteAsync(
            $"""
            update deliveries set
                held_for = held_for - @reason, state = case when held_for = @reason then 'pending' else state end, due_at = @now
            where {HeldBy(reason)} and ({which})
            """,
            new { reason = (int)reason, about, now = tx.Now });

    /// <summary>SQL: the row is held, and this is a reason for it.</summary>
    internal static string HeldBy(HeldFor reason) => $"state = 'held' and held_for in ({(int)reason}, {(int)(HeldFor.Fuse | HeldFor.Approval)})";

    /// <summary>Is there anything that <see cref="ClaimAsync"/> would act on? Cheap enough to ask every second.</summary>
    public static async Task<bool> HasWorkAsync(Tx tx, Lane lane) =>
        await tx.FirstAsync<long>(
            $"""
            select case when exists (select 1 from deliveries d where {Due})
                or exists (select 1 from deliveries where lane = @lane and state = 'in_flight' and claimed_until <= @now)
                or exists (select 1 from deliveries where lane = @lane and state = 'doubtful' and due_at <= @now and {Repeatable})
            then 1 else 0 end
            """,
            new { lane = lane.Name, now = tx.Now, unparked = tx.Now - ParkedCheck, repeats = lane.RepeatDoubtfulAfter is null ? 0 : 1 }) == 1;

    /// <summary>Takes up to <paramref name="limit"/> rows for <see cref="ClaimLength"/>. The attempt is spent here, so that a row that kills the process runs out of attempts by itself.</summary>
    public static async Task<IReadOnlyList<Delivery>> ClaimAsync(Tx tx, Lane lane, int limit, string owner)
    {
        await SettleInFlightAsync(tx, lane);
        var rows = await tx.QueryAsync<Delivery>(
            $"""
            update deliveries set state = 'sending', attempt = attempt + 1, claimed_by = @owner, claimed_until = @until
            where id in (
                select d.id from deliveries d
                where {Due} {(lane.InOrder ? $"and d.id in ({Foremost})" : "")}
                order by {(lane.InOrder ? "d.urgent desc, " : "")}d.due_at, d.id limit @limit {tx.Dialect.ClaimLock})
            returning {Columns}
            """,
            new { lane = lane.Name, now = tx.Now, unparked = tx.Now - ParkedCheck, limit, owner, until = tx.Now + ClaimLength });
        return [.. rows.OrderBy(row => row.Id)];
    }

    /// <summary>All bytes but the final dot are out: from here on nobody can know, until a reply comes.</summary>
    /// <returns>False: the claim was lost meanwhile, so the dot must not be sent.</returns>
    public static async Task<bool> MarkInFlightAsync(Tx tx, Delivery claimed)
    {
        var marked = await tx.ExecuteAsync(
            "update deliveries set state = 'in_flight', claimed_until = @until where id = @Id and claimed_by = @ClaimedBy and attempt = @Attempt and state = 'sending'",
            new { claimed.Id, claimed.ClaimedBy, claimed.Attempt, until = tx.Now + InFlightLength }) == 1;
        if (marked)
        {
            await NoteAsync(tx, claimed, "in_flight", null);
        }

        return marked;
    }

    /// <summary>Records what came of a claimed row.</summary>
    /// <returns>False: the claim was lost meanwhile, and nothing was written.</returns>
    public static async Task<bool> FinishAsync(Tx tx, Lane lane, Delivery claimed, SendOutcome outcome, double jitter)
    {
        var failures = outcome is SendOutcome.Retry
            ? 1 + await tx.FirstAsync<int>("select count(*) from attempts where delivery_id = @Id and phase = 'retry'", new { claimed.Id })
            : 0;
        var end = Ending.Of(lane, claimed, outcome, failures, jitter);
        var sent = outcome as SendOutcome.Sent;
        var finished = await tx.ExecuteAsync(
            """
            update deliveries set
                state = case when wanted_rev > @WantedRev and @State in ('sent', 'dead', 'cancelled') then 'pending' else @State end,
                attempt = case when wanted_rev > @WantedRev and @State in ('sent', 'dead', 'cancelled') then 0 else attempt - @Unspent end,
                done_rev = case when @State = 'sent' then @WantedRev else done_rev end,
                remote_id = case when @State = 'sent' then @RemoteId else remote_id end,
                shown = coalesce(@shown, shown), removed_at = case when @removed = 1 then coalesce(removed_at, @now) else removed_at end,
                due_at = @due, last_error = case when @State = 'sent' then null else coalesce(@Error, last_error) end, finished_at = case when @State in ('sent', 'dead', 'cancelled') then @now end,
                claimed_by = null, claimed_until = null
            where id = @Id and claimed_by = @ClaimedBy and attempt = @Attempt and state in ('sending', 'in_flight')
            """,
            new { claimed.Id, claimed.ClaimedBy, claimed.Attempt, claimed.WantedRev, end.State, end.Unspent, end.RemoteId, end.Error, due = tx.Now + end.Wait, now = tx.Now, shown = sent?.Shown, removed = sent?.Removed == true ? 1 : 0 }) == 1;
        if (!finished)
        {
            return false;
        }

        await NoteAsync(tx, claimed, end.Phase, end.Note);
        switch (outcome)
        {
            case SendOutcome.Park park:
                await Parking.ParkAsync(tx, claimed.Lane, claimed.Address, park.Reason);
                break;
            case SendOutcome.Sent:
                await Parking.OpenAsync(tx, claimed.Lane, claimed.Address);
                break;
        }

        await EnqueueAsync(tx, sent?.Then ?? []);
        foreach (var (draft, wanted) in sent?.Again ?? [])
        {
            await RestateAsync(tx, draft.Cause, draft.Revision, wanted, draft.Lane, draft.Address);
        }

        return true;
    }

    /// <summary>Nothing more is owed to this address: what waits is cancelled.</summary>
    public static Task<int> CancelAsync(Tx tx, string lane, string address, string reason) =>
        tx.ExecuteAsync(
            "update deliveries set state = 'cancelled', last_error = @reason, finished_at = @now where lane = @lane and address = @address and state in ('pending', 'held')",
            new { lane, address, reason, now = tx.Now });

    /// <summary>Takes back a cancellation of everything for an address: what it cancelled at that instant, for that reason, is owed again.</summary>
    public static Task<int> ReviveAsync(Tx tx, string lane, string address, string reason, DateTimeOffset cancelledAt) =>
        tx.ExecuteAsync(
            """
            update deliveries set state = case when held_for > 0 then 'held' else 'pending' end, last_error = null, finished_at = null
            where lane = @lane and address = @address and state = 'cancelled' and last_error = @reason and finished_at = @cancelledAt
            """,
            new { lane, address, reason, cancelledAt });

    /// <summary>Takes back what is owed for a cause and never arrived anywhere.</summary>
    /// <returns>How many rows.</returns>
    public static Task<int> CancelAsync(Tx tx, Cause cause, string reason) =>
        tx.ExecuteAsync(
            """
            update deliveries set state = 'cancelled', last_error = @reason, finished_at = @now
            where cause_kind = @Kind and cause_id = @Id and state in ('pending', 'held', 'doubtful') and remote_id is null
            """,
            new { cause.Kind, cause.Id, reason, now = tx.Now });

    /// <summary>A person wants it there: what was held, dropped, given up or taken away is owed again; what waits is due at <paramref name="due"/>.</summary>
    /// <returns>False: it stands there already, or is being sent at this moment.</returns>
    public static async Task<bool> OrderAsync(Tx tx, DeliveryDraft draft, DateTimeOffset due, bool byStaff)
    {
        await EnqueueAsync(tx, [draft]);
        return await tx.ExecuteAsync(
            """
            update deliveries set
                state = 'pending', held_for = 0, wanted = 'present', due_at = @due, finished_at = null, by_staff = case when @byStaff = 1 then 1 else by_staff end,
                wanted_rev = case when wanted_rev > @Revision then wanted_rev else @Revision end,
                attempt = case when state in ('held', 'pending') then attempt else 0 end
            where dedup_key = @DedupKey and (state in ('held', 'cancelled', 'dead', 'doubtful') or (state = 'pending' and (remote_id is null or wanted = 'absent')) or (state = 'sent' and wanted = 'absent'))
            """,
            new { draft.DedupKey, draft.Revision, due, byStaff = byStaff ? 1 : 0 }) == 1;
    }

    /// <summary>What is owed for a cause goes before everything else of its address from now on.</summary>
    public static Task<int> HurryAsync(Tx tx, Cause cause) =>
        tx.ExecuteAsync("update deliveries set urgent = 1 where cause_kind = @Kind and cause_id = @Id", new { cause.Kind, cause.Id });

    /// <summary>Somebody took away there what a delivery had put: it stays away.</summary>
    public static Task<int> MarkRemovedAsync(Tx tx, long id) =>
        tx.ExecuteAsync("update deliveries set removed_at = coalesce(removed_at, @now) where id = @id", new { id, now = tx.Now });

    /// <summary>Ends every claim: for a store that only this process can be sending from, after it was started anew.</summary>
    public static Task<int> EndClaimsAsync(Tx tx) =>
        tx.ExecuteAsync("update deliveries set claimed_until = @now where state in ('sending', 'in_flight') and claimed_until > @now", new { now = tx.Now });

    private static async Task SettleInFlightAsync(Tx tx, Lane lane)
    {
        await tx.ExecuteAsync(
            """
            update deliveries set state = 'doubtful', due_at = @repeatAt, last_error = 'the reply to the final dot was lost', claimed_by = null, claimed_until = null
            where lane = @lane and state = 'in_flight' and claimed_until <= @now
            """,
            new { lane = lane.Name, now = tx.Now, repeatAt = tx.Now + (lane.RepeatDoubtfulAfter ?? TimeSpan.Zero) });
        await tx.ExecuteAsync(
            $"update deliveries set state = 'pending' where lane = @lane and state = 'doubtful' and due_at <= @now and {Repeatable}",
            new { lane = lane.Name, now = tx.Now, repeats = lane.RepeatDoubtfulAfter is null ? 0 : 1 });
    }

    private static Task<int> NoteAsync(Tx tx, Delivery claimed, string phase, string? reply) =>
        tx.ExecuteAsync(
            """
            insert into attempts (delivery_id, attempt, phase, at, reply) values (@Id, @Attempt, @phase, @now, @reply)
            on conflict (delivery_id, attempt, phase) do update set at = excluded.at, reply = excluded.reply
            """,
            new { claimed.Id, claimed.Attempt, phase, reply, now = tx.Now });

    private static string Text(Wanted wanted) => wanted == Wanted.Present ? "present" : "absent";
}
