using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: staff give an item that nobody has seen yet its hour. Until then it leaves by no door; what was held is held no more.</summary>
public static class ScheduleItem
{
    public static async Task<ItemResult> RunAsync(Tx tx, long id, DateTimeOffset at)
    {
        if (await StaffItem.FindAsync(tx, id) is not { } found)
        {
            return new ItemResult.Missing(id);
        }

        var (item, orders) = (found.Item, found.Orders);
        if (item.State == ItemState.Scheduled && item.PublishAt == at)
        {
            return found.Already();
        }

        if (Obstacle(found, at, tx.Now) is { } why)
        {
            return found.Refuse(why);
        }

        var ordered = orders with { PublishAt = at, SourcePublishAt = orders.Embargo(item), HeldAt = null, HeldBefore = false };

        // An item of the archive is news from that hour on, for posts and for digests.
        return await found.PutAsync(tx, ordered, item with { State = ItemState.Scheduled, PublishAt = at, PublicAt = null }, "scheduled", route: false);
    }

    private static Obstacle? Obstacle(StaffItem found, DateTimeOffset at, DateTimeOffset now) =>
        found.Item.State == ItemState.Withdrawn ? Items.Obstacle.Withdrawn
        : found.Places.Any(place => place.Stands) ? Items.Obstacle.Posted
        : at <= now ? Items.Obstacle.InThePast
        : found.Item.ExpiresAt <= at ? Items.Obstacle.Expired
        : at < found.Orders.Embargo(found.Item) ? Items.Obstacle.Embargoed
        : null;
}
