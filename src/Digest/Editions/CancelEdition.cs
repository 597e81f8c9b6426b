using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <param name="Cancelled">Mails that are not sent.</param>
/// <param name="Sent">Mails that are out, or may be: they stay.</param>
public sealed record CancelResult(Edition Edition, int Cancelled, int Sent);

/// <summary>
/// Slice: staff stop an edition between two mails. When none is out, the edition counts as never opened, and its items go into the
/// next one; else its page stays, for those who have the mail.
/// </summary>
public static class CancelEdition
{
    /// <returns>Null: there is no such edition that readers get.</returns>
    public static async Task<CancelResult?> RunAsync(Tx tx, long editionId)
    {
        if (await EditionTable.FindAsync(tx, editionId) is not { State: EditionState.Open } edition)
        {
            return null;
        }

        var counts = await EditionTable.CountsAsync(tx, editionId);
        var sent = (int)counts.Where(count => count.Key is "sent" or "sending" or "in_flight" or "doubtful").Sum(count => count.Value);
        var cancelled = await Outbox.CancelAsync(tx, Cause.Edition(editionId), "the edition was cancelled");
        await EditionTable.CancelAsync(tx, edition, never: sent == 0);

        // A doubtful mail is not repeated any more, and may be there all the same.
        return new((await EditionTable.FindAsync(tx, editionId))!, cancelled - (int)counts.GetValueOrDefault("doubtful"), sent);
    }
}
