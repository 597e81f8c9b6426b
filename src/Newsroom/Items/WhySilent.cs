using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: why a topic says nothing. Its sources, its newest item and what holds that back, its routes, and what closes them.</summary>
public static class WhySilent
{
    /// <returns>The steps in order; null: there is no such topic.</returns>
    public static async Task<IReadOnlyList<WhyStep>?> RunAsync(Tx tx, string slug)
    {
        if (await TopicTable.FindAsync(tx, slug) is not { } topic)
        {
            return null;
        }

        var newest = await tx.FirstAsync<ItemLine>(
            """
            select id, title, kind, state, published_at, publish_at, public_at, seen_at from items
            where id = (select max(item_id) from item_topics where topic_id = @Id)
            """,
            new { topic.Id });
        var routes = (await TopicTable.RoutesAsync(tx)).Where(route => route.TopicId == topic.Id).ToList();
        return
        [
            .. (await SourceStatus.ListAsync(tx)).SelectMany(source => source.Steps()),
            topic.MutedAt is { } muted
                ? new(WhyPoint.TopicMuted, Verdict.Stops) { Subject = topic.Slug, Detail = topic.Name, At = muted }
                : new(WhyPoint.Topic, Verdict.Fine) { Subject = topic.Slug, Detail = topic.Name },
            new(WhyPoint.NewestItem, newest is null ? Verdict.Stops : Verdict.Fine) { Subject = newest?.Title, At = newest?.PublicAt ?? newest?.SeenAt, Count = newest?.Id },
            .. routes.Count == 0
                ? [new(WhyPoint.NoRoute, Verdict.Stops) { Subject = topic.Slug }]
                : await WayAsync(tx, topic, routes, newest?.Id),
            .. await WhyItem.ObstaclesAsync(tx, [.. routes.Select(route => (route.Lane, route.Address))]),
            .. newest is null ? [] : OwnTrouble(await WhyItem.RunAsync(tx, newest.Id) ?? []),
        ];
    }

    // A filter that lets nothing pass is a silence too: it is tried on the newest item.
    private static async Task<IEnumerable<WhyStep>> WayAsync(Tx tx, Topic topic, IReadOnlyList<Route> routes, long? newest)
    {
        var subject = newest is { } id && await ItemTable.FindAsync(tx, id) is { } item ? new FilterSubject(item, await TopicTable.OfItemAsync(tx, id)) : null;
        return routes.SelectMany(route => (WhyStep[])
        [
            new(WhyPoint.Route, Verdict.Fine) { Subject = route.Address, Detail = topic.Slug, At = route.Since },
            .. subject is null ? [] : WhyItem.OfFilter(route, subject, owed: false),
        ]);
    }

    // Of the newest item only what is its own, and only what is not as it should be.
    private static IEnumerable<WhyStep> OwnTrouble(IReadOnlyList<WhyStep> steps)
    {
        WhyPoint[] own = [WhyPoint.Vanished, WhyPoint.State, WhyPoint.RouteTooNew, WhyPoint.NothingOwed, WhyPoint.Fuse, WhyPoint.Queue, WhyPoint.Post, WhyPoint.RoundUp];
        return steps.Where(step => step.Verdict != Verdict.Fine && own.Contains(step.Point));
    }
}
