using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Newsroom.Items;

/// <summary>Pure: where an item is owed. An address that two of its topics lead to is owed it once.</summary>
public static class Routing
{
    public static IReadOnlyList<DeliveryDraft> Route(
        Item item, IReadOnlyCollection<long> topicIds, IReadOnlyList<Topic> topics, IReadOnlyList<Route> routes, bool held)
    {
        var muted = topics.Where(topic => topic.MutedAt is not null).Select(topic => topic.Id).ToHashSet();
        return
        [
            .. routes
                .Where(route => topicIds.Contains(route.TopicId) && !muted.Contains(route.TopicId) && route.Since <= item.PublicAt)
                .DistinctBy(route => (route.Lane, route.Address))
                .Select(route => new DeliveryDraft(route.Lane, route.Address, Cause.Item(item.Id), item.Revision, held) { Urgent = item.Notify == Notify.Breaking }),
        ];
    }

    /// <summary>Addresses that only other topics lead to: the item must not stand there.</summary>
    public static IReadOnlyList<(string Lane, string Address)> Lost(
        IReadOnlyCollection<long> topicIds, IReadOnlyCollection<long> otherTopicIds, IReadOnlyList<Route> routes)
    {
        var kept = routes.Where(route => topicIds.Contains(route.TopicId)).Select(route => (route.Lane, route.Address)).ToHashSet();
        return
        [
            .. routes
                .Where(route => otherTopicIds.Contains(route.TopicId))
                .Select(route => (route.Lane, route.Address))
                .Where(address => !kept.Contains(address))
                .Distinct(),
        ];
    }
}
