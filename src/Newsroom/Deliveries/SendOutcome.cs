namespace NewsBot.Newsroom.Deliveries;

/// <summary>What came of one attempt. Closed: these seven and no others; an exception counts as <see cref="Retry"/>.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>It stands there as wanted.</summary>
    /// <param name="RemoteId">Discord's message id, or the relay's queue id.</param>
    public sealed record Sent(string? RemoteId) : SendOutcome
    {
        /// <summary>What stands there now, in a word of the sender's own; null: the same as before.</summary>
        public string? Shown { get; init; }

        /// <summary>Somebody there took away what had stood: nothing is put there again, ever.</summary>
        public bool Removed { get; init; }

        /// <summary>What is owed because it stands; written in the transaction that records this.</summary>
        public IReadOnlyList<DeliveryDraft> Then { get; init; } = [];

        /// <summary>What was owed because it stands, and is to be looked at again, as <see cref="Outbox.RestateAsync"/> does.</summary>
        public IReadOnlyList<(DeliveryDraft Draft, Wanted Wanted)> Again { get; init; } = [];
    }

    /// <summary>It does not stand there; try again after <paramref name="After"/>, or after the usual back-off.</summary>
    public sealed record Retry(string Reason, TimeSpan? After = null) : SendOutcome;

    /// <summary>Rate limited: nobody's fault, costs no attempt.</summary>
    public sealed record Snooze(TimeSpan After, string Reason = "rate limited") : SendOutcome;

    /// <summary>It will never stand there.</summary>
    /// <param name="Unwanted">Nobody wants it any more, as after an unsubscription: the row is cancelled, not dead.</param>
    public sealed record GiveUp(string Reason, bool Unwanted = false) : SendOutcome;

    /// <summary>This address is closed to us for now; its rows wait until a check or a person opens it. Costs no attempt.</summary>
    public sealed record Park(string Reason) : SendOutcome;

    /// <summary>Our own fault, such as a rejected token: the whole lane waits. Costs no attempt.</summary>
    public sealed record LaneDown(string Reason) : SendOutcome;

    /// <summary>Mail only: the final dot went out and no reply came back (RFC 1047).</summary>
    public sealed record Doubtful(string Reason) : SendOutcome;
}
