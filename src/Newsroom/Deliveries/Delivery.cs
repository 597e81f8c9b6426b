namespace NewsBot.Newsroom.Deliveries;

/// <summary>Why something is owed: an item, or an edition.</summary>
/// <param name="Kind"><c>item</c> or <c>edition</c>.</param>
public sealed record Cause(string Kind, long Id)
{
    public static Cause Item(long id) => new("item", id);

    public static Cause Edition(long id) => new("edition", id);

    public override string ToString() => $"{Kind}/{Id}";
}

/// <summary>What should stand at an address.</summary>
public enum Wanted
{
    Present,
    Absent,
}

/// <summary>The states of docs/deliveries.md.</summary>
public enum DeliveryState
{
    Held,
    Pending,
    Sending,
    InFlight,
    Sent,
    Dead,
    Doubtful,
    Cancelled,
}

/// <summary>One thing owed to one address, before it has a row.</summary>
public sealed record DeliveryDraft(string Lane, string Address, Cause Cause, int Revision, bool Held = false)
{
    /// <summary>Writing the same key twice is harmless: the second is skipped.</summary>
    public string DedupKey => $"{Cause}>{Lane}:{Address}";
}

/// <summary>A row of the outbox as a sender sees it. It says who, why and what should stand there, never the text.</summary>
public sealed record Delivery
{
    public required long Id { get; init; }
    public required string Lane { get; init; }
    public required string Address { get; init; }
    public required string CauseKind { get; init; }
    public required long CauseId { get; init; }
    public required string DedupKey { get; init; }
    public required Wanted Wanted { get; init; }
    public required int WantedRev { get; init; }
    public required int DoneRev { get; init; }
    public required DeliveryState State { get; init; }

    /// <summary>The number of this attempt, from 1; spent at the claim.</summary>
    public required int Attempt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? ClaimedUntil { get; init; }
    public string? RemoteId { get; init; }
    public string? LastError { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>Makes the world as one delivery wants it, once, without retrying.</summary>
public delegate Task<SendOutcome> SendDelivery(Delivery delivery, CancellationToken ct);
