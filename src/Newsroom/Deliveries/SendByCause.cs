namespace NewsBot.Newsroom.Deliveries;

/// <summary>One lane carries things of several kinds: each has a sender that knows what to show for it.</summary>
/// <param name="senders">By <see cref="Delivery.CauseKind"/>.</param>
public sealed class SendByCause(IReadOnlyDictionary<string, SendDelivery> senders)
{
    /// <summary>The lane's <see cref="SendDelivery"/>. A kind without a sender is given up: a newer version of the program wrote it.</summary>
    public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct) =>
        senders.TryGetValue(delivery.CauseKind, out var send)
            ? send(delivery, ct)
            : Task.FromResult<SendOutcome>(new SendOutcome.GiveUp($"this program cannot show a {delivery.CauseKind}; start the newest version, then retry"));
}
