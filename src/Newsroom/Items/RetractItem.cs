using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: staff take an item back. Its posts say so, and it stays withdrawn though its source still has it, until <see cref="ReleaseItem"/>.</summary>
public static class RetractItem
{
    internal const int LongestReason = 500;

    public static async Task<ItemResult> RunAsync(Tx tx, long id, string? reason)
    {
        if (await StaffItem.FindAsync(tx, id) is not { } found)
        {
            return new ItemResult.Missing(id);
        }

        var given = StaffText.Of(reason, LongestReason);
        if (found.Orders.RetractedAt is not null && (given is null || given == found.Item.Retraction))
        {
            return found.Already();
        }

        var orders = found.Orders with { RetractedAt = found.Orders.RetractedAt ?? tx.Now, HeldAt = null, HeldBefore = false };
        return await found.PutAsync(tx, orders, found.Item with { State = ItemState.Withdrawn, Retraction = given }, "withdrawn", route: false);
    }
}
