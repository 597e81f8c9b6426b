using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>An edition as one reader gets it.</summary>
/// <param name="Followed">What the reader follows of it, first followed first; empty: nothing of it is for this reader.</param>
public sealed record ReaderIssue(Issue Issue, IReadOnlyList<Followed> Followed)
{
    /// <summary>Without what the reader has had, with what the reader has missed, and dated by the time at which it is due for this reader.</summary>
    public static async Task<ReaderIssue> OfAsync(Tx tx, DigestPlan plan, Edition edition, Subscriber reader)
    {
        var issue = await EditionTable.IssueAsync(tx, plan, edition);
        var followed = await ReaderLedger.FollowedAsync(tx, reader.Id, edition);
        var due = edition.Period.DueIn(plan, reader.OwnZone);
        if (due > edition.OpenedAt)
        {
            issue = issue with { Edition = edition with { OpenedAt = due } };
        }

        var differences = await ReaderLedger.DifferencesAsync(tx, reader.Id, edition.Id);
        if (differences.Count == 0)
        {
            return new(issue, followed);
        }

        var had = differences.Where(difference => !difference.Shown).Select(difference => difference.ItemId).ToHashSet();
        var missed = await EditionTable.ItemsAsync(tx, [.. differences.Where(difference => difference.Shown).Select(difference => difference.ItemId)]);
        return new(
            issue with { Items = [.. issue.Items.Where(item => !had.Contains(item.Id)), .. missed.Select(item => item with { Missed = true })] },
            followed);
    }
}
