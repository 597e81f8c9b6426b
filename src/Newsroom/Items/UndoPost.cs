using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <param name="Cancelled">Posts that are not made.</param>
/// <param name="Sent">Posts that were made before: they can be retracted.</param>
public sealed record UndoResult(int Cancelled, int Sent);

/// <summary>Slice: takes back what <see cref="PostItem"/> ordered and nobody has seen. An item that was held before, and stands nowhere, is held again.</summary>
public static class UndoPost
{
    public static async Task<UndoResult> RunAsync(Tx tx, long id)
    {
        if (await StaffItem.FindAsync(tx, id) is not { } found)
        {
            return new(0, 0);
        }

        var sent = found.Places.Count(place => place.Stands);
        var cancelled = 0;
        if (found.Orders.HeldBefore && sent == 0)
        {
            // Held rows are owed again after a release; rows that were taken back by hand are not.
            cancelled = found.Places.Count(place => place.Waits);
            await HoldItem.RunAsync(tx, id);
        }
        else
        {
            cancelled = await Outbox.CancelAsync(tx, Cause.Item(id), "undone by hand");
            await OrderTable.PutAsync(tx, found.Orders with { HeldBefore = false });
        }

        await ItemTable.SetNotifyAsync(tx, id, Notify.Normal);
        return new(cancelled, sent);
    }
}
