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
    public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct) =>
        LetterLane.SendAsync(db, transport, delivery, () => MakeAsync(delivery, ct), message => compose.Envelope(message, delivery.Id), ct);

    private async Task<(SendOutcome? Refusal, MimeMessage? Message)> MakeAsync(Delivery delivery, CancellationToken ct)
    {
        // A test looks at an edition that is not open yet.
        var (refusal, reader, own) = delivery.CauseKind == "edition"
            ? await db.ReadAsync(tx => ReadAsync(tx, delivery), ct)
            : await db.TryOutAsync(tx => ReadAsync(tx, delivery), ct);
        if (refusal == Paused && delivery.CauseKind == "edition")
        {
            await db.WriteAsync(tx => ReaderLedger.MissAsync(tx, reader!.Id, delivery.CauseId), ct);
        }

        return refusal is not null ? (refusal, null)
            : compose.Run(own!.Issue, reader!, own.Followed) is { } message ? (null, message)
            : (new SendOutcome.GiveUp("nothing in the edition is for this reader any more", Unwanted: true), null);
    }

    private async Task<(SendOutcome? Refusal, Subscriber? Reader, ReaderIssue? Own)> ReadAsync(Tx tx, Delivery delivery)
    {
        var (refusal, reader) = await LetterLane.ReaderAsync(tx, delivery, mayMail: _ => false);
        if (reader is null)
        {
            return (refusal, null, null);
        }

        // What the ledger counts as missed comes with a later edition: it does not come twice, though the pause is over.
        if (reader.PausedUntil > tx.Now || (delivery.CauseKind == "edition" && await ReaderLedger.HasMissedAsync(tx, reader.Id, delivery.CauseId)))
        {
            return (Paused, reader, null);
        }

        var edition = delivery.CauseKind == "edition" ? await EditionTable.FindAsync(tx, delivery.CauseId) : null;
        var test = delivery.CauseKind == "preview" ? await TestDigest.FindAsync(tx, delivery.CauseId) : null;
        if ((edition?.Plan ?? test?.Plan) is not { } name)
        {
            return (new SendOutcome.GiveUp($"there is no {delivery.CauseKind} {delivery.CauseId}"), reader, null);
        }

        if (edition?.CancelledAt is not null)
        {
            return (new SendOutcome.GiveUp("the edition was cancelled", Unwanted: true), reader, null);
        }

        if (plans.FirstOrDefault(plan => plan.Name == name) is not { } plan)
        {
            return (new SendOutcome.Snooze(WithoutPlan, $"the digest plan {name} is not configured"), reader, null);
        }

        var own = edition is not null ? await ReaderIssue.OfAsync(tx, plan, edition, reader) : await TestDigest.IssueAsync(tx, plan, test!, reader);
        return own.Followed.Count == 0 ? (new SendOutcome.GiveUp("unsubscribed", Unwanted: true), reader, null) : (null, reader, own);
    }
}
