using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

public enum RouteRemoval
{
    Removed,
    NotThere,
    NoTopic,
}

/// <param name="Cancelled">Posts that waited to be made by this route alone.</param>
public sealed record UnrouteResult(RouteRemoval Removal, int Cancelled);

/// <summary>Slice: staff end a route. What stands at its address stays there; what waits for it is not posted any more, unless another topic of the item leads there too.</summary>
public static class UnrouteTopic
{
    public static async Task<UnrouteResult> RunAsync(Tx tx, string slug, string lane, string address)
    {
        if (await TopicTable.FindAsync(tx, slug) is not { } topic)
        {
            return new(RouteRemoval.NoTopic, 0);
        }

        if (await TopicTable.RouteAsync(tx, topic.Id, lane, address) is not { } route)
        {
            return new(RouteRemoval.NotThere, 0);
        }

        await TopicTable.RemoveRouteAsync(tx, route.Id);
        var cancelled = await tx.ExecuteAsync(
            """
            update deliveries set state = 'cancelled', last_error = 'its route was ended', finished_at = @now
            where lane = @lane and address = @address and cause_kind = 'item' and state in ('pending', 'held') and remote_id is null and by_staff = 0
                and exists (select 1 from item_topics it where it.item_id = deliveries.cause_id and it.topic_id = @topicId)
                and not exists (
                    select 1 from item_topics it join routes r on r.topic_id = it.topic_id
                    where it.item_id = deliveries.cause_id and r.lane = @lane and r.address = @address)
            """,
            new { lane, address, topicId = topic.Id, now = tx.Now });
        return new(RouteRemoval.Removed, cancelled);
    }
}
