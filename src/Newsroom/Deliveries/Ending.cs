namespace NewsBot.Newsroom.Deliveries;

/// <summary>Pure: what an outcome does to a row.</summary>
/// <param name="State">As the store writes it.</param>
/// <param name="Unspent">1 where the attempt costs nothing: we were limited, or it was our own fault.</param>
/// <param name="Error">Kept on the row. A snooze leaves none: it says nothing about what may stand there already.</param>
/// <param name="Note">For the ledger of attempts.</param>
internal sealed record Ending(string State, string Phase, TimeSpan Wait, int Unspent = 0, string? RemoteId = null, string? Error = null, string? Note = null)
{
    // A down lane claims nothing for a while; its rows need no wait of their own.
    /// <param name="failures">Retries so far, this one included; an attempt that died with its process is none.</param>
    public static Ending Of(Lane lane, Delivery claimed, SendOutcome outcome, int failures, double jitter) => outcome switch
    {
        SendOutcome.Sent sent => new("sent", "sent", TimeSpan.Zero, RemoteId: sent.RemoteId, Note: sent.RemoteId),
        SendOutcome.Retry retry when claimed.Attempt >= lane.MaxAttempts => new("dead", "retry", TimeSpan.Zero, Error: retry.Reason, Note: retry.Reason),
        SendOutcome.Retry retry => new("pending", "retry", retry.After ?? Backoff.After(failures, jitter), Error: retry.Reason, Note: retry.Reason),
        SendOutcome.Snooze snooze => new("pending", "snooze", snooze.After, 1, Note: snooze.Reason),
        SendOutcome.LaneDown down => new("pending", "lane_down", TimeSpan.Zero, 1, Error: down.Reason, Note: down.Reason),
        SendOutcome.Park park => new("pending", "parked", TimeSpan.Zero, 1, Error: park.Reason, Note: park.Reason),
        SendOutcome.GiveUp { Unwanted: true } unwanted => new("cancelled", "gave_up", TimeSpan.Zero, Error: unwanted.Reason, Note: unwanted.Reason),
        SendOutcome.GiveUp giveUp => new("dead", "gave_up", TimeSpan.Zero, Error: giveUp.Reason, Note: giveUp.Reason),
        SendOutcome.Doubtful doubtful => new("doubtful", "doubtful", lane.RepeatDoubtfulAfter ?? TimeSpan.Zero, Error: doubtful.Reason, Note: doubtful.Reason),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
