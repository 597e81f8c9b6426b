using MimeKit;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Mail;

/// <summary>Sends what <see cref="AskOptIn"/> owes. What waits is read now, so one mail asks for everything that was asked for until it goes.</summary>
public sealed class OptInSender(Db db, OptInMail mail, IMailTransport transport)
{
    /// <summary>The <see cref="SendDelivery"/> of cause <c>optin</c>.</summary>
    public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct) =>
        LetterLane.SendAsync(db, transport, delivery, () => db.ReadAsync(tx => ReadAsync(tx, delivery), ct), message => mail.Envelope(message, delivery.Id), ct);

    private async Task<(SendOutcome? Refusal, MimeMessage? Message)> ReadAsync(Tx tx, Delivery delivery)
    {
        var (refusal, reader) = await LetterLane.ReaderAsync(tx, delivery, AskOptIn.MayAsk);
        if (reader is null)
        {
            return (refusal, null);
        }

        var waiting = await OptInTable.WaitingAsync(tx, reader.Id);
        var followed = waiting.Count > 0 ? [] : await OptInTable.FollowedAsync(tx, reader.Id);
        return waiting.Count + followed.Count > 0
            ? (null, mail.Run(delivery, reader, waiting, followed))
            : (new SendOutcome.GiveUp("nothing waits to be confirmed any more", Unwanted: true), null);
    }
}
