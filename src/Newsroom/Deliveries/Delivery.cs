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

    /// <summary>An item's post in an announcement channel, to be published to the servers that follow it.</summary>
    public static Cause Crosspost(long itemId) => new(PublishQueue.Lane, itemId);

    /// <summary>What is said in the thread of an item's post.</summary>
    public static Cause Reply(long itemId) => new("reply", itemId);

    /// <summary>A post that only tries a route.</summary>
    public static Cause Test(long id) => new("test", id);

    /// <summary>A digest that a member of staff sends to themselves.</summary>
    public static Cause Preview(long id) => new("preview", id);

    /// <summary>The mail that asks the owner of an address whether a subscription is wanted.</summary>
    public static Cause OptIn(long subscriptionId) => new("optin", subscriptionId);

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
    /// <summary>Goes before everything else of its address.</summary>
    public bool Urgent { get; init; }

    /// <summary>Where a cause owes one address several things, such as <c>.c1f0</c>: which of them.</summary>
    public string Part { get; init; } = "";

    /// <summary>Writing the same key twice is harmless: the second is skipped.</summary>
    public string DedupKey => $"{Cause}{Part}>{Lane}:{Address}";
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

    /// <summary>What stands there, in a word of the sender's own; null: nothing, or a version before this one put it there.</summary>
    public string? Shown { get; init; }

    /// <summary>Since when it is known that somebody there took it away: it stays away.</summary>
    public DateTimeOffset? RemovedAt { get; init; }
}

/// <summary>Makes the world as one delivery wants it, once, without retrying.</summary>
public delegate Task<SendOutcome> SendDelivery(Delivery delivery, CancellationToken ct);
