using System.Globalization;
using MimeKit;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Mail;

/// <summary>Sends what <see cref="AskOptIn"/> owes. What waits is read now, so one mail asks for everything that was asked for until it goes.</summary>
public sealed class OptInSender(Db db, OptInMail mail, IMailTransport transport)
{
    /// <summary>The <see cref="SendDelivery"/> of cause <c>optin</c>.</summary>
    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct)
    {
        MimeMessage? message;
        try
        {
            var (refusal, letter) = await db.ReadAsync(tx => ReadAsync(tx, delivery), ct);
            if (refusal is not null)
            {
                return refusal;
            }

            message = letter!;
        }
        catch (TemplateException failure)
        {
            // A file that cannot be read stops every mail; one that fails, perhaps only this reader's.
            return failure.IsUnreadable ? new SendOutcome.LaneDown(failure.Message) : new SendOutcome.Retry(failure.Message);
        }

        return await transport.SendAsync(mail.Envelope(message, delivery.Id), message, () => MarkAsync(delivery, ct), ct);
    }

    private async Task MarkAsync(Delivery delivery, CancellationToken ct)
    {
        if (!await db.WriteAsync(tx => Outbox.MarkInFlightAsync(tx, delivery), ct))
        {
            throw new InvalidOperationException($"The claim on delivery {delivery.Id} was lost before the mail was out.");
        }
    }

    private async Task<(SendOutcome? Refusal, MimeMessage? Letter)> ReadAsync(Tx tx, Delivery delivery)
    {
        if (delivery.Wanted == Wanted.Absent)
        {
            return (new SendOutcome.GiveUp("a mail cannot be taken back"), null);
        }

        var reader = long.TryParse(delivery.Address, CultureInfo.InvariantCulture, out var id) ? await SubscriberTable.FindAsync(tx, id) : null;
        if (reader is null)
        {
            return (new SendOutcome.GiveUp("the reader was erased", Unwanted: true), null);
        }

        if (await SuppressionTable.ReasonAsync(tx, reader.AddressHash) is { } reason && !AskOptIn.MayAsk(reason))
        {
            return (new SendOutcome.GiveUp($"suppressed: {reason}", Unwanted: true), null);
        }

        var waiting = await OptInTable.WaitingAsync(tx, reader.Id);
        var followed = waiting.Count > 0 ? [] : await OptInTable.FollowedAsync(tx, reader.Id);
        return waiting.Count + followed.Count > 0
            ? (null, mail.Run(delivery, reader, waiting, followed))
            : (new SendOutcome.GiveUp("nothing waits to be confirmed any more", Unwanted: true), null);
    }
}
