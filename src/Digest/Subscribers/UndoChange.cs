using System.Globalization;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

internal enum UndoResult
{
    /// <summary>All is as it was, also when it was taken back before.</summary>
    Undone,

    /// <summary>It was a while ago, or something else was changed since, or it is not this reader's.</summary>
    TooLate,
}

/// <summary>Slice: takes back a reader's last change, with the mails that it cancelled. A second time says the same.</summary>
internal static class UndoChange
{
    /// <param name="subscriberId">Whose page the undo was pressed on.</param>
    public static async Task<UndoResult> RunAsync(Tx tx, long undoId, long subscriberId)
    {
        await SubscriptionTable.LockAsync(tx, subscriberId);
        if (await UndoTable.FindAsync(tx, undoId) is not { } row || row.SubscriberId != subscriberId || row.At + UndoTable.Lasts <= tx.Now || !await UndoTable.IsNewestAsync(tx, row))
        {
            return UndoResult.TooLate;
        }

        if (row.UsedAt is null)
        {
            await UndoTable.RestoreAsync(tx, row);
            await UndoTable.UseAsync(tx, undoId);
            await Outbox.ReviveAsync(tx, "mail", subscriberId.ToString(CultureInfo.InvariantCulture), Leave.Cancelled, row.At);
        }

        return UndoResult.Undone;
    }
}
