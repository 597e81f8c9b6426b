using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Deliveries;

/// <summary>How many rows of a lane are in a state.</summary>
public sealed record DeliveryCount
{
    public required string Lane { get; init; }
    public required string State { get; init; }
    public required long Count { get; init; }
}

/// <summary>Which rows to find; what is null is not asked for.</summary>
public sealed record DeliveryQuery(string? Lane = null, DeliveryState? State = null, string? Address = null, Cause? Cause = null, int Limit = 25);

/// <summary>What people see of the outbox, and what they may do to it by hand.</summary>
public static class DeliveryList
{
    private static readonly string[] States = ["held", "pending", "sending", "in_flight", "sent", "dead", "doubtful", "cancelled"]; // In the order of DeliveryState.

    /// <summary>The names by which people choose rows.</summary>
    public static IReadOnlyList<string> StateNames => States;

    /// <summary>A state as the store and people write it.</summary>
    public static string NameOf(DeliveryState state) => States[(int)state];

    /// <summary>The newest rows first.</summary>
    public static Task<IReadOnlyList<Delivery>> NewestAsync(Tx tx, string? lane, string? state, int limit) =>
        tx.QueryAsync<Delivery>(
            $"""
            select {Outbox.Columns} from deliveries
            where (@lane is null or lane = @lane) and (@state is null or state = @state)
            order by id desc limit @limit
            """,
            new { lane, state, limit });

    /// <summary>The newest rows first.</summary>
    public static Task<IReadOnlyList<Delivery>> FindAsync(Tx tx, DeliveryQuery query)
    {
        // A condition that is not asked for stands nowhere in the text, so that the store finds the index that serves.
        string[] wanted =
        [
            "1 = 1",
            .. query.Lane is null ? [] : (string[])["lane = @lane"],
            .. query.Address is null ? [] : (string[])["address = @address"],
            .. query.State is null ? [] : (string[])["state = @state"],
            .. query.Cause is null ? [] : (string[])["cause_kind = @kind and cause_id = @cause"],
        ];
        return tx.QueryAsync<Delivery>(
            $"select {Outbox.Columns} from deliveries where {string.Join(" and ", wanted)} order by id desc limit @limit",
            new
            {
                lane = query.Lane,
                address = query.Address,
                state = query.State is { } state ? NameOf(state) : null,
                kind = query.Cause?.Kind,
                cause = query.Cause?.Id,
                limit = query.Limit,
            });
    }

    public static Task<Delivery?> FindAsync(Tx tx, long id) =>
        tx.FirstAsync<Delivery>($"select {Outbox.Columns} from deliveries where id = @id", new { id });

    /// <summary>Lets an address be tried now that was closed to us; what waits for it is due.</summary>
    /// <returns>False: it was open.</returns>
    public static Task<bool> OpenAsync(Tx tx, string lane, string address) => Parking.OpenAsync(tx, lane, address);

    public static Task<IReadOnlyList<DeliveryCount>> CountsAsync(Tx tx) =>
        tx.QueryAsync<DeliveryCount>("select lane, state, count(*) as count from deliveries group by lane, state order by lane, state");

    public static Task<IReadOnlyList<LaneStatus>> DownLanesAsync(Tx tx) =>
        tx.QueryAsync<LaneStatus>("select name, down_reason, down_since, next_try_at from lanes where down_reason is not null order by name");

    public static Task<IReadOnlyList<ParkedAddress>> ParkedAsync(Tx tx) =>
        tx.QueryAsync<ParkedAddress>("select lane, address, reason, since from parked order by since");

    /// <summary>Lets go what the fuse held; or one row, whatever it is held for.</summary>
    /// <returns>How many rows were held. What its route wants approved waits for that.</returns>
    public static Task<int> ReleaseAsync(Tx tx, long? id) => id is null
        ? Outbox.AnswerAsync(tx, HeldFor.Fuse, "@about = 0", 0)
        : tx.ExecuteAsync("update deliveries set state = 'pending', held_for = 0, due_at = @now where state = 'held' and id = @id", new { id, now = tx.Now });

    /// <summary>Gives a dead or doubtful row its attempts back; one that waits after a failure is tried now. A doubtful mail may then arrive twice.</summary>
    public static async Task<bool> RetryAsync(Tx tx, long id) =>
        await tx.ExecuteAsync(
            """
            update deliveries set state = 'pending', attempt = case when state = 'dead' then 0 else attempt end, due_at = @now
            where id = @id and (state in ('dead', 'doubtful') or (state = 'pending' and due_at > @now and attempt > 0))
            """,
            new { id, now = tx.Now }) == 1;

    /// <summary>Takes a row back that is not sent yet.</summary>
    public static async Task<bool> DropAsync(Tx tx, long id) =>
        await tx.ExecuteAsync(
            "update deliveries set state = 'cancelled', last_error = 'dropped by hand', finished_at = @now where id = @id and state in ('held', 'pending', 'dead', 'doubtful')",
            new { id, now = tx.Now }) == 1;
}

/// <summary>An address that is closed to us, and why.</summary>
public sealed record ParkedAddress(string Lane, string Address, string Reason, DateTimeOffset Since);
