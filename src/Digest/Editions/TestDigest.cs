using System.Globalization;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

public enum TestDigestResult
{
    Queued,

    /// <summary>Nobody subscribes with this address: a test goes to a subscription of staff's own.</summary>
    NoReader,
    FollowsNothing,
    Suppressed,

    /// <summary>There is nothing that the next edition could hold for this reader.</summary>
    NothingNew,

    /// <summary>So many tests were sent within the hour that the next has to wait.</summary>
    TooMany,
}

/// <summary>What a test mail shows.</summary>
public sealed record DigestTest
{
    public required long Id { get; init; }
    public required string Plan { get; init; }
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it was asked for: the end of its period, and its date.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>
/// Slice: staff mail the next edition, as it would be now, to a subscription of their own. Only somebody who has confirmed an
/// address can be mailed, so nobody is mailed who did not ask for it.
/// </summary>
public static class TestDigest
{
    /// <summary>Of one plan within an hour: enough to try a note, too few to trouble a relay.</summary>
    public const int MostAnHour = 20;

    public static async Task<TestDigestResult> RunAsync(Tx tx, DigestPlan plan, string address)
    {
        var reader = ReaderAddress.TryNormalise(address, out var normal, out _) ? await SubscriberTable.FindAsync(tx, normal) : null;
        if (reader is null)
        {
            return TestDigestResult.NoReader;
        }

        if (await SuppressionTable.ReasonAsync(tx, reader.AddressHash) is not null)
        {
            return TestDigestResult.Suppressed;
        }

        var followed = await SubscriberTable.FollowedAsync(tx, reader.Id, plan.Name);
        if (followed.Count == 0)
        {
            return TestDigestResult.FollowsNothing;
        }

        var period = await OpenEdition.NextPeriodAsync(tx, plan, tx.Now);
        var issue = await EditionTable.PreviewAsync(tx, plan, period);
        if (!issue.Items.Any(item => item.Topics.Any(topic => followed.Any(own => own.TopicId == topic.Id))))
        {
            return TestDigestResult.NothingNew;
        }

        if (await Budget.TakeAsync(tx, $"digest-test/{plan.Name}", MostAnHour, TimeSpan.FromHours(1)) > TimeSpan.Zero)
        {
            return TestDigestResult.TooMany;
        }

        var id = await tx.FirstAsync<long>(
            "insert into digest_tests (plan, subscriber_id, starts_at, at) values (@Name, @readerId, @Start, @now) returning id",
            new { plan.Name, readerId = reader.Id, period.Start, now = tx.Now });
        await Outbox.EnqueueAsync(tx, [new("mail", reader.Id.ToString(CultureInfo.InvariantCulture), Cause.Preview(id), 1)]);
        return TestDigestResult.Queued;
    }

    /// <returns>Null: there is no such test.</returns>
    internal static Task<DigestTest?> FindAsync(Tx tx, long id) =>
        tx.FirstAsync<DigestTest>("select id, plan, starts_at, at from digest_tests where id = @id", new { id });

    /// <summary>
    /// What the test shows now. Its date is that of the order, so that a repeat is the same mail. The transaction must be undone
    /// (<see cref="Db.TryOutAsync"/>), for it opens the edition.
    /// </summary>
    internal static async Task<ReaderIssue> IssueAsync(Tx tx, DigestPlan plan, DigestTest test, Subscriber reader)
    {
        var period = new Period(test.StartsAt, test.At);
        var (issue, followed) = await OpenEdition.BookAsync(tx, plan, period) is { } edition
            ? await ReaderIssue.OfAsync(tx, plan, edition, reader)
            : new(await EditionTable.PreviewAsync(tx, plan, period), await SubscriberTable.FollowedAsync(tx, reader.Id, plan.Name));
        return new(issue with { Edition = issue.Edition with { OpenedAt = test.At }, TestId = test.Id }, followed);
    }
}
