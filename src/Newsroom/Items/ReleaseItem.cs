using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: what staff held or retracted goes its way again: public or scheduled, routed, its posts as they were.</summary>
public static class ReleaseItem
{
    public static async Task<ItemResult> RunAsync(Tx tx, long id)
    {
        if (await StaffItem.FindAsync(tx, id) is not { } found)
        {
            return new ItemResult.Missing(id);
        }

        if (found.Orders.HeldAt is null && found.Orders.RetractedAt is null)
        {
            return found.Item.State == ItemState.Withdrawn ? found.Refuse(Obstacle.GoneAtSource) : found.Refuse(Obstacle.NotHeld);
        }

        if (found.Item.GoneAt is not null)
        {
            return found.Refuse(Obstacle.GoneAtSource);
        }

        var orders = found.Orders with { HeldAt = null, RetractedAt = null, HeldBefore = false };
        var state = orders.StateAt(found.Item.PublishAt, tx.Now);
        var wanted = found.Item with { State = state, Retraction = null, PublicAt = state == ItemState.Public ? found.Item.PublicAt ?? tx.Now : found.Item.PublicAt };
        return await found.PutAsync(tx, orders, wanted, state == ItemState.Public ? "public" : "scheduled", route: true);
    }
}
