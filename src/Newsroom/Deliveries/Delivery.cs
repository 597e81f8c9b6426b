namespace NewsBot.Newsroom.Deliveries;

/// <summary>Why something is owed: an item, an edition, or one of the small things that staff see.</summary>
/// <param name="Kind">In one word; <see cref="SendByCause"/> finds the sender by it.</param>
public sealed record Cause(string Kind, long Id)
{
    public static Cause Item(long id) => new("item", id);

    public static Cause Edition(long id) => new("edition", id);

    /// <summary>An item's card on the desk of staff.</summary>
    public static Cause Desk(long itemId) => new("desk", itemId);

    /// <summary>An alert of <see cref="Incidents"/>.</summary>
    public static Cause Incident(long id) => new("incident", id);

    /// <summary>A post that only tries a route.</summary>
    public static Cause Test(long id) => new("test", id);

    /// <summary>A digest that a member of staff sends to themselves.</summary>
    public static Cause Preview(long id) => new("preview", id);

    /// <summary>Many items in one message.</summary>
    public static Cause RoundUp(long id) => new("roundup", id);

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
public sealed record DeliveryDraft(string Lane, string Address, Cause Cause, int Revision, HeldFor HeldFor = HeldFor.None)
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
