using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: its source has an item no more. Everywhere it stands, nothing is wanted; what waits is cancelled.</summary>
internal static class WithdrawItem
{
    public static async Task RunAsync(Tx tx, long id)
    {
        await ItemTable.MarkGoneAsync(tx, id);
        var withdrawn = await ItemTable.SetStateAsync(tx, id, ItemState.Withdrawn, publicAt: null);
        await Outbox.RestateAsync(tx, Cause.Item(id), withdrawn.Revision, Wanted.Absent);
        await Desk.TouchAsync(tx, Cause.Desk(id));
        await RoundUps.TouchAsync(tx, id);
    }
}
