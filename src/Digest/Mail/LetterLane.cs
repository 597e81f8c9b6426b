using System.Globalization;
using MimeKit;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Mail;

/// <summary>What the ways of all mails have in common, whatever stands in them.</summary>
internal static class LetterLane
{
    /// <param name="make">The message, or why there is none.</param>
    /// <param name="envelope">Of that message.</param>
    public static async Task<SendOutcome> SendAsync(
        Db db, IMailTransport transport, Delivery delivery, Func<Task<(SendOutcome? Refusal, MimeMessage? Message)>> make, Func<MimeMessage, Envelope> envelope, CancellationToken ct)
    {
        try
        {
            var (refusal, message) = await make();
            return refusal ?? await transport.SendAsync(envelope(message!), message!, () => MarkInFlightAsync(db, delivery, ct), ct);
        }
        catch (TemplateException failure)
        {
            // A file that cannot be read stops every mail; one that fails, perhaps only this reader's.
            return failure.IsUnreadable ? new SendOutcome.LaneDown(failure.Message) : new SendOutcome.Retry(failure.Message);
        }
    }

    /// <param name="mayMail">May somebody be mailed whose address is suppressed for this reason?</param>
    /// <returns>Whom a delivery is for, or why nobody gets it.</returns>
    public static async Task<(SendOutcome? Refusal, Subscriber? Reader)> ReaderAsync(Tx tx, Delivery delivery, Func<string, bool> mayMail)
    {
        if (delivery.Wanted == Wanted.Absent)
        {
            return (new SendOutcome.GiveUp("a mail cannot be taken back"), null);
        }

        var reader = long.TryParse(delivery.Address, CultureInfo.InvariantCulture, out var id) ? await SubscriberTable.FindAsync(tx, id) : null;
        return reader is null ? (new SendOutcome.GiveUp("the reader was erased", Unwanted: true), null)
            : await SuppressionTable.ReasonAsync(tx, reader.AddressHash) is { } reason && !mayMail(reason) ? (new SendOutcome.GiveUp($"suppressed: {reason}", Unwanted: true), null)
            : (null, reader);
    }

    private static async Task MarkInFlightAsync(Db db, Delivery delivery, CancellationToken ct)
    {
        if (!await db.WriteAsync(tx => Outbox.MarkInFlightAsync(tx, delivery), ct))
        {
            throw new InvalidOperationException($"The claim on delivery {delivery.Id} was lost before the mail was out.");
        }
    }
}
