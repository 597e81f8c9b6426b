using System.Globalization;
using MimeKit;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Mail;

/// <summary>
/// Sends one delivery of lane <c>mail</c>. Everything that could forbid it is asked again now: the reader may have left since
/// the edition was opened, and an item may have been withdrawn.
/// </summary>
public sealed class MailSender(Db db, IReadOnlyList<DigestPlan> plans, ComposeDigest compose, IMailTransport transport)
{
    // A plan that was taken out of the configuration: its mails wait for it, and do not hold up the others.
    private static readonly TimeSpan WithoutPlan = TimeSpan.FromHours(1);

    private static readonly SendOutcome Paused = new SendOutcome.GiveUp("the reader has paused", Unwanted: true);

    /// <summary>The lane's <see cref="SendDelivery"/>.</summary>
    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct)
    {
        MimeMessage? message;
        try
        {
            var (refusal, letter) = await db.ReadAsync(tx => ReadAsync(tx, delivery), ct);
            if (refusal is not null)
            {
                if (refusal == Paused && delivery.CauseKind == "edition")
                {
                    await db.WriteAsync(tx => ReaderLedger.MissAsync(tx, long.Parse(delivery.Address, CultureInfo.InvariantCulture), delivery.CauseId), ct);
                }

                return refusal;
            }

            message = compose.Run(letter!.Issue, letter.Reader, letter.Followed);
        }
        catch (TemplateException failure)
        {
            // A file that cannot be read stops every mail; one that fails, perhaps only this reader's.
            return failure.IsUnreadable ? new SendOutcome.LaneDown(failure.Message) : new SendOutcome.Retry(failure.Message);
        }

        return message is null
            ? new SendOutcome.GiveUp("nothing in the edition is for this reader any more", Unwanted: true)
            : await transport.SendAsync(compose.Envelope(message, delivery.Id), message, () => MarkInFlightAsync(delivery, ct), ct);
    }

    private async Task MarkInFlightAsync(Delivery delivery, CancellationToken ct)
    {
        if (!await db.WriteAsync(tx => Outbox.MarkInFlightAsync(tx, delivery), ct))
        {
            throw new InvalidOperationException($"The claim on delivery {delivery.Id} was lost before the mail was out.");
        }
    }

    private async Task<(SendOutcome? Refusal, Letter? Letter)> ReadAsync(Tx tx, Delivery delivery)
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

        if (await SuppressionTable.ReasonAsync(tx, reader.AddressHash) is { } reason)
        {
            return (new SendOutcome.GiveUp($"suppressed: {reason}", Unwanted: true), null);
        }

        // What the ledger counts as missed comes with a later edition: it does not come twice, though the pause is over.
        if (reader.PausedUntil > tx.Now || (delivery.CauseKind == "edition" && await ReaderLedger.HasMissedAsync(tx, reader.Id, delivery.CauseId)))
        {
            return (Paused, null);
        }

        var edition = delivery.CauseKind == "edition" ? await EditionTable.FindAsync(tx, delivery.CauseId) : null;
        var test = delivery.CauseKind == "preview" ? await TestDigest.FindAsync(tx, delivery.CauseId) : null;
        if ((edition?.Plan ?? test?.Plan) is not { } name)
        {
            return (new SendOutcome.GiveUp($"there is no {delivery.CauseKind} {delivery.CauseId}"), null);
        }

        if (edition?.CancelledAt is not null)
        {
            return (new SendOutcome.GiveUp("the edition was cancelled", Unwanted: true), null);
        }

        if (plans.FirstOrDefault(plan => plan.Name == name) is not { } plan)
        {
            return (new SendOutcome.Snooze(WithoutPlan, $"the digest plan {name} is not configured"), null);
        }

        var (issue, followed) = edition is not null
            ? await ReaderIssue.OfAsync(tx, plan, edition, reader)
            : new(await TestDigest.IssueAsync(tx, plan, test!), await SubscriberTable.FollowedAsync(tx, reader.Id, name));
        return followed.Count == 0
            ? (new SendOutcome.GiveUp("unsubscribed", Unwanted: true), null)
            : (null, new Letter(issue, reader, followed));
    }

    private sealed record Letter(Issue Issue, Subscriber Reader, IReadOnlyList<Followed> Followed);
}
