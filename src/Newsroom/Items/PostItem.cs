using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>How staff want an item posted.</summary>
public sealed record PostOrder
{
    /// <summary>Null: to the routes of its topics that are not muted and whose filters let it pass.</summary>
    public IReadOnlyCollection<(string Lane, string Address)>? To { get; init; }

    /// <summary>Null: as it was.</summary>
    public Notify? Notify { get; init; }

    /// <summary>For this long <see cref="UndoPost"/> can take it all back.</summary>
    public TimeSpan Delay { get; init; }
}

/// <param name="Queued">What is sent because of this order.</param>
/// <param name="Standing">Where it stands already: nothing is posted twice.</param>
public sealed record PostResult(ItemResult Result, IReadOnlyList<Place> Queued, IReadOnlyList<Place> Standing);

/// <summary>
/// Slice: staff post an item now, though it is of the archive, held, of a read that the fuse stopped, or waits for approval. Only the source's own
/// embargo stays. It does not leave an address that staff named when its topics lead elsewhere.
/// </summary>
public static class PostItem
{
    public static async Task<PostResult> RunAsync(Tx tx, long id, PostOrder order)
    {
        if (await StaffItem.FindAsync(tx, id) is not { } found)
        {
            return new(new ItemResult.Missing(id), [], []);
        }

        var (why, to) = order.To is { } given ? (Obstacle(found, tx.Now), given) : await RoutesAsync(tx, found);
        if (why is { } obstacle)
        {
            return new(found.Refuse(obstacle), [], [.. found.Places.Where(place => place.Stands)]);
        }

        var item = await ReleaseAsync(tx, found, order.Delay > TimeSpan.Zero);
        if (order.Notify is { } notify && notify != item.Notify)
        {
            await ItemTable.SetNotifyAsync(tx, id, notify);
            item = item with { Notify = notify };
            if (notify == Notify.Breaking)
            {
                await Outbox.HurryAsync(tx, Cause.Item(id));
                await Outbox.HurryAsync(tx, Cause.Crosspost(id));
            }
        }

        var queued = new HashSet<(string Lane, string Address)>();
        foreach (var (lane, address) in to.Distinct())
        {
            if (await Outbox.OrderAsync(tx, new(lane, address, Cause.Item(id), item.Revision) { Urgent = item.Notify == Notify.Breaking }, tx.Now + order.Delay, byStaff: order.To is not null))
            {
                queued.Add((lane, address));
            }
        }

        await EventCalendar.OweAsync(tx, item, tx.Now + order.Delay);
        await HeldPosts.SettleAsync(tx, item.Source);
        await Desk.TouchAsync(tx, Cause.Desk(id));
        var places = await Place.OfItemAsync(tx, id);
        return new(
            queued.Count > 0 ? new ItemResult.Done(item, places) : new ItemResult.Already(item, places),
            [.. places.Where(place => queued.Contains((place.Lane, place.Address)))],
            [.. places.Where(place => !queued.Contains((place.Lane, place.Address)) && place.Stands)]);
    }

    private static async Task<Item> ReleaseAsync(Tx tx, StaffItem found, bool undoable)
    {
        var item = found.Item;
        if (item.State == ItemState.Public)
        {
            return item;
        }

        var orders = found.Orders;
        await OrderTable.PutAsync(tx, orders with { HeldAt = null, PublishAt = null, SourcePublishAt = null, HeldBefore = undoable && orders.HeldAt is not null });
        return await ItemTable.ReviseAsync(
            tx, item, item with { State = ItemState.Public, PublishAt = orders.Embargo(item), PublicAt = item.PublicAt ?? tx.Now }, "public");
    }

    private static async Task<(Obstacle? Why, IReadOnlyCollection<(string Lane, string Address)> To)> RoutesAsync(Tx tx, StaffItem found)
    {
        var topics = await TopicTable.OfItemAsync(tx, found.Item.Id);
        var routes = (await TopicTable.RoutesAsync(tx)).Where(route => topics.Any(topic => topic.Id == route.TopicId)).ToList();
        var unmuted = routes.Where(route => topics.Any(topic => topic.Id == route.TopicId && topic.MutedAt is null)).ToList();
        var open = Routing.Passing(found.Item, [.. topics.Select(topic => topic.Id)], topics, unmuted).Select(route => (route.Lane, route.Address)).ToList();
        return (
            Obstacle(found, tx.Now)
                ?? (routes.Count == 0 ? Items.Obstacle.NoRoute : unmuted.Count == 0 ? Items.Obstacle.Muted : open.Count == 0 ? Items.Obstacle.Filtered : null),
            open);
    }

    private static Obstacle? Obstacle(StaffItem found, DateTimeOffset now) =>
        found.Item.State == ItemState.Withdrawn ? Items.Obstacle.Withdrawn
        : found.Orders.Embargo(found.Item) > now ? Items.Obstacle.Embargoed
        : found.Item.ExpiresAt <= now ? Items.Obstacle.Expired
        : null;
}
