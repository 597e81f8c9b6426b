using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Newsroom.Items;

/// <summary>
/// Pure: where an item is owed. An address that two of its topics lead to is owed it once; when one of the routes that let it pass
/// wants approval, it waits for that.
/// </summary>
public static class Routing
{
    /// <param name="topicIds">All topics of the item.</param>
    /// <param name="held">The fuse holds it.</param>
    public static IReadOnlyList<DeliveryDraft> Route(
        Item item, IReadOnlyCollection<long> topicIds, IReadOnlyList<Topic> topics, IReadOnlyList<Route> routes, bool held) =>
        [
            .. Open(item, topicIds, topics, routes)
                .GroupBy(route => (route.Lane, route.Address))
                .Select(way => new DeliveryDraft(
                    way.Key.Lane,
                    way.Key.Address,
                    Cause.Item(item.Id),
                    item.Revision,
                    (held ? HeldFor.Fuse : HeldFor.None) | (way.Any(route => route.Approval) ? HeldFor.Approval : HeldFor.None)) { Urgent = item.Notify == Notify.Breaking }),
        ];

    /// <summary>Where an edit makes it owed: by a topic that it gained, or by a filter that it passes now and did not before.</summary>
    public static IReadOnlyList<DeliveryDraft> Gained(
        (Item Item, IReadOnlyCollection<long> TopicIds) before,
        (Item Item, IReadOnlyCollection<long> TopicIds) after,
        IReadOnlyList<Topic> topics,
        IReadOnlyList<Route> routes,
        bool held)
    {
        var had = Passing(before.Item, before.TopicIds, topics, routes).Select(route => route.Id).ToHashSet();
        return Route(after.Item, after.TopicIds, topics, [.. routes.Where(route => !had.Contains(route.Id))], held);
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

    /// <summary>Addresses that its topics lead to, and no filter on the way lets it pass: what stands there stays, and what waits is not posted.</summary>
    public static IReadOnlyList<(string Lane, string Address)> Withheld(
        Item item, IReadOnlyCollection<long> topicIds, IReadOnlyList<Topic> topics, IReadOnlyList<Route> routes)
    {
        var open = Passing(item, topicIds, topics, routes).Select(route => (route.Lane, route.Address)).ToHashSet();
        return
        [
            .. routes
                .Where(route => topicIds.Contains(route.TopicId))
                .Select(route => (route.Lane, route.Address))
                .Where(address => !open.Contains(address))
                .Distinct(),
        ];
    }

    /// <summary>Of the routes by which an item reaches one address, the one whose settings count: the first that lets it pass, else the first.</summary>
    /// <param name="topics">Those of the item.</param>
    public static Route? Foremost(Item item, IReadOnlyList<Topic> topics, IReadOnlyList<Route> routes) =>
        routes.Count == 0 ? null
        : Passing(item, [.. topics.Select(topic => topic.Id)], topics, routes) is [var open, ..] ? open
        : routes[0];

    /// <summary>The routes of its topics whose filter lets it pass, muted or not.</summary>
    public static IReadOnlyList<Route> Passing(Item item, IReadOnlyCollection<long> topicIds, IReadOnlyList<Topic> topics, IReadOnlyList<Route> routes)
    {
        var subject = new FilterSubject(item, topics.Where(topic => topicIds.Contains(topic.Id)));
        return [.. routes.Where(route => topicIds.Contains(route.TopicId) && (route.Filter is null || Filter.Of(route.Filter).Explain(subject).Passes))];
    }

    private static IEnumerable<Route> Open(Item item, IReadOnlyCollection<long> topicIds, IReadOnlyList<Topic> topics, IReadOnlyList<Route> routes)
    {
        if (item.Archived)
        {
            return []; // Not even an edit that gains it a topic, or its way back after it was gone, makes it news.
        }

        var muted = topics.Where(topic => topic.MutedAt is not null).Select(topic => topic.Id).ToHashSet();
        return Passing(item, topicIds, topics, routes).Where(route => !muted.Contains(route.TopicId) && route.Since <= item.PublicAt);
    }
}
