using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>An item that an order of staff is about, kept from changing until the order's transaction ends.</summary>
internal sealed record StaffItem(Item Item, StaffOrders Orders, IReadOnlyList<Place> Places)
{
    /// <returns>Null: there is no such item.</returns>
    public static async Task<StaffItem?> FindAsync(Tx tx, long id)
    {
        await ItemTable.LockAsync(tx, id);
        return await ItemTable.FindAsync(tx, id) is { } item
            ? new(item, await OrderTable.OfItemAsync(tx, id), await Place.OfItemAsync(tx, id))
            : null;
    }

    public ItemResult Already() => new ItemResult.Already(Item, Places);

    public ItemResult Refuse(Obstacle why) => new ItemResult.Refused(Item, why, Places);

    /// <summary>Writes the order and what it makes of the item, and restates its posts.</summary>
    /// <param name="changed">In one word; null: the names of what differs.</param>
    public async Task<ItemResult> PutAsync(Tx tx, StaffOrders orders, Item wanted, string? changed, bool route)
    {
        await OrderTable.PutAsync(tx, orders);
        var after = await ItemTable.ReviseAsync(tx, Item, wanted, changed);
        var places = await RestateItem.RunAsync(tx, after, route);
        if (!route && Item.IsPublic(tx.Now) && after.IsPublic(tx.Now))
        {
            var topicIds = (await TopicTable.OfItemAsync(tx, after.Id)).Select(topic => topic.Id).ToList();
            await OweItem.RunAsync(tx, Routing.Gained((Item, topicIds), (after, topicIds), await TopicTable.AllAsync(tx), await TopicTable.RoutesAsync(tx), held: false));
            places = await Place.OfItemAsync(tx, after.Id);
        }

        return new ItemResult.Done(after, places);
    }
}
