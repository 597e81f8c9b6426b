using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: everywhere an item stands or is owed, what it says now is wanted; where no topic of it leads any more, nothing is.</summary>
internal static class RestateItem
{
    public static async Task RunAsync(Tx tx, Item item, IReadOnlyCollection<long> topicIds, IReadOnlyList<Topic> topics, IReadOnlyList<Route> routes)
    {
        var cause = Cause.Item(item.Id);
        await Outbox.RestateAsync(tx, cause, item.Revision, item.State == ItemState.Public ? Wanted.Present : Wanted.Absent);
        foreach (var (lane, address) in Routing.Lost(topicIds, [.. topics.Select(topic => topic.Id).Except(topicIds)], routes))
        {
            await Outbox.RestateAsync(tx, cause, item.Revision, Wanted.Absent, lane, address);
        }
    }
}
