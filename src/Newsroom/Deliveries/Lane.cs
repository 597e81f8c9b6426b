namespace NewsBot.Newsroom.Deliveries;

/// <summary>One transport's queue and how it is emptied.</summary>
/// <param name="Name">Such as <c>discord</c> or <c>mail</c>.</param>
/// <param name="Concurrency">Sends at the same time.</param>
/// <param name="Send">Makes the world as a delivery wants it.</param>
public sealed record Lane(string Name, int Concurrency, SendDelivery Send)
{
    /// <summary>One send at a time per address, oldest first. Off: many at once, no order.</summary>
    public bool InOrder { get; init; } = true;

    /// <summary>A row that was never sent and has been due for longer than this is dead: late news is no news. Null: no limit.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>After this many failed attempts a row is dead, until a person retries it. With <see cref="Backoff"/> that is about five hours.</summary>
    public int MaxAttempts { get; init; } = 16;

    /// <summary>A send that takes longer is broken off and counts as failed; well within <see cref="Outbox.ClaimLength"/>. Null: the transport has limits of its own.</summary>
    public TimeSpan? SendLimit { get; init; }

    /// <summary>A doubtful send is repeated once after this wait, unless somebody settles it before; null: never.</summary>
    public TimeSpan? RepeatDoubtfulAfter { get; init; }
}
