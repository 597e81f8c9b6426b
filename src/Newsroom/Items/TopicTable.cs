using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>The SQL of topics and routes.</summary>
public static class TopicTable
{
    public static Task<IReadOnlyList<Topic>> AllAsync(Tx tx) =>
        tx.QueryAsync<Topic>("select id, slug, name, muted_at from topics order by id");

    public static Task<IReadOnlyList<Topic>> OfItemAsync(Tx tx, long itemId) =>
        tx.QueryAsync<Topic>(
            "select t.id, t.slug, t.name, t.muted_at from topics t join item_topics it on it.topic_id = t.id where it.item_id = @itemId order by t.id",
            new { itemId });

    public static Task<IReadOnlyList<Route>> RoutesAsync(Tx tx) =>
        tx.QueryAsync<Route>("select id, topic_id, lane, address, settings, since from routes order by id");

    /// <summary>The routes by which an item reaches an address, first topic first.</summary>
    public static Task<IReadOnlyList<Route>> RoutesOfItemAsync(Tx tx, long itemId, string lane, string address) =>
        tx.QueryAsync<Route>(
            """
            select r.id, r.topic_id, r.lane, r.address, r.settings, r.since
            from routes r join item_topics it on it.topic_id = r.topic_id
            where it.item_id = @itemId and r.lane = @lane and r.address = @address order by r.topic_id
            """,
            new { itemId, lane, address });

    /// <summary>Adds the topic, or renames the one with this slug.</summary>
    /// <returns>Its id.</returns>
    public static Task<long> PutAsync(Tx tx, string slug, string name) =>
        tx.FirstAsync<long>(
            "insert into topics (slug, name) values (@slug, @name) on conflict (slug) do update set name = excluded.name returning id",
            new { slug, name });

    /// <summary>Adds the route from now on, or changes the settings of the one that is there.</summary>
    public static Task PutRouteAsync(Tx tx, long topicId, string lane, string address, string settings) =>
        tx.ExecuteAsync(
            """
            insert into routes (topic_id, lane, address, settings, since) values (@topicId, @lane, @address, @settings, @now)
            on conflict (topic_id, lane, address) do update set settings = excluded.settings
            """,
            new { topicId, lane, address, settings, now = tx.Now });

    /// <summary>Takes a route away; what stands at its address stays there.</summary>
    public static Task RemoveRouteAsync(Tx tx, long routeId) =>
        tx.ExecuteAsync("delete from routes where id = @routeId", new { routeId });
}
