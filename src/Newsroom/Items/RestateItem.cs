using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: everywhere an item stands or is owed, what it says now is wanted; where no topic of it leads any more, nothing is; where it waits and a filter lets it pass no more, it waits no more.</summary>
internal static class RestateItem
{
    /// <param name="route">Also owe it to the addresses of its topics that it was never owed to.</param>
    /// <returns>Where it stands or is owed now.</returns>
    public static async Task<IReadOnlyList<Place>> RunAsync(Tx tx, Item item, bool route)
    {
        var topics = await TopicTable.AllAsync(tx);
        var routes = await TopicTable.RoutesAsync(tx);
        var topicIds = (await TopicTable.OfItemAsync(tx, item.Id)).Select(topic => topic.Id).ToList();
        await RunAsync(tx, item, topicIds, topics, routes);
        if (route && item.IsPublic(tx.Now))
        {
            await OweItem.RunAsync(tx, Routing.Route(item, topicIds, topics, routes, held: false));
        }

        await EventCalendar.OweAsync(tx, item);
        return await Place.OfItemAsync(tx, item.Id);
    }

    public static async Task RunAsync(Tx tx, Item item, IReadOnlyCollection<long> topicIds, IReadOnlyList<Topic> topics, IReadOnlyList<Route> routes)
    {
        var cause = Cause.Item(item.Id);
        await Desk.TouchAsync(tx, Cause.Desk(item.Id));
        await RoundUps.TouchAsync(tx, item.Id);
        await Outbox.RestateAsync(tx, cause, item.Revision, item.State == ItemState.Public ? Wanted.Present : Wanted.Absent);
        foreach (var (lane, address) in Routing.Lost(topicIds, [.. topics.Select(topic => topic.Id).Except(topicIds)], routes))
        {
            await Outbox.RestateAsync(tx, cause, item.Revision, Wanted.Absent, lane, address);
        }

        foreach (var (lane, address) in Routing.Withheld(item, topicIds, topics, routes))
        {
            await Outbox.WithholdAsync(tx, cause, lane, address);
        }
    }
}
