using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: staff keep an item back. It leaves by no door, neither chat nor digest, until <see cref="ReleaseItem"/>; the desk gets a card of it.</summary>
public static class HoldItem
{
    public static async Task<ItemResult> RunAsync(Tx tx, long id)
    {
        if (await StaffItem.FindAsync(tx, id) is not { } found)
        {
            return new ItemResult.Missing(id);
        }

        if (found.Item.State == ItemState.Held)
        {
            return found.Already();
        }

        if (found.Item.State == ItemState.Withdrawn)
        {
            return found.Refuse(Obstacle.Withdrawn);
        }

        if (found.Places.Any(place => place.Stands))
        {
            return found.Refuse(Obstacle.Posted);
        }

        var held = await found.PutAsync(tx, found.Orders with { HeldAt = tx.Now, HeldBefore = false }, found.Item with { State = ItemState.Held }, "held", route: false);
        await Desk.ShowAsync(tx, Cause.Desk(id));
        return held;
    }
}
