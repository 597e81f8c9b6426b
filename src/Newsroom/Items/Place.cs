using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Where an item stands or is owed.</summary>
public sealed record Place
{
    public required long DeliveryId { get; init; }
    public required string Lane { get; init; }
    public required string Address { get; init; }
    public required DeliveryState State { get; init; }
    public required Wanted Wanted { get; init; }
    public required int WantedRev { get; init; }
    public required int DoneRev { get; init; }
    public required int Attempt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public string? RemoteId { get; init; }
    public string? LastError { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Since when it is known that somebody there took the post away: it stays away.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>Counts only while it is held.</summary>
    public HeldFor HeldFor { get; init; }

    /// <summary>People see it here, or may in a moment.</summary>
    public bool Stands => Wanted == Wanted.Present && RemovedAt is null && (RemoteId is not null || State == DeliveryState.Sending);

    /// <summary>It is on its way here, or waits for a person.</summary>
    public bool Waits => Wanted == Wanted.Present && RemoteId is null && State is DeliveryState.Pending or DeliveryState.Held;

    /// <summary>Its route wants it approved, and nobody has.</summary>
    public bool WantsApproval => State == DeliveryState.Held && HeldFor.HasFlag(HeldFor.Approval);

    /// <summary>Of deliveries.</summary>
    internal const string Columns =
        "id as delivery_id, lane, address, replace(state, '_', '') as state, wanted, wanted_rev, done_rev, attempt, due_at, remote_id, last_error, created_at, finished_at, removed_at, held_for";

    public static Task<IReadOnlyList<Place>> OfItemAsync(Tx tx, long itemId) =>
        tx.QueryAsync<Place>(
            $"""
            select {Columns}
            from deliveries where cause_kind = 'item' and cause_id = @itemId order by id
            """,
            new { itemId });
}
