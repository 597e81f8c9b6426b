using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>A route as the configuration said it.</summary>
internal sealed record FileRoute
{
    public required long TopicId { get; init; }
    public required string Address { get; init; }
    public required string Settings { get; init; }
    public string? Filter { get; init; }
    public bool Approval { get; init; }

    public RouteTerms Terms => new(Settings, Filter, Approval);
}

/// <summary>The SQL of topics and routes.</summary>
public static class TopicTable
{
    private const string RouteColumns = "r.id, r.topic_id, r.lane, r.address, r.settings, r.filter, r.approval, r.since, r.origin";

    public static Task<IReadOnlyList<Topic>> AllAsync(Tx tx) =>
        tx.QueryAsync<Topic>("select id, slug, name, muted_at from topics order by id");

    /// <param name="slug">Upper and lower case are the same.</param>
    public static Task<Topic?> FindAsync(Tx tx, string slug) =>
        tx.FirstAsync<Topic>("select id, slug, name, muted_at from topics where slug = @slug", new { slug = slug.ToLowerInvariant() });

    public static Task<IReadOnlyList<Topic>> OfItemAsync(Tx tx, long itemId) =>
        tx.QueryAsync<Topic>(
            "select t.id, t.slug, t.name, t.muted_at from topics t join item_topics it on it.topic_id = t.id where it.item_id = @itemId order by t.id",
            new { itemId });

    /// <remarks>A route from the future was made while the clock was wrong: it begins now, or everything until then would be lost.</remarks>
    public static async Task<IReadOnlyList<Route>> RoutesAsync(Tx tx)
    {
        var routes = await tx.QueryAsync<Route>($"select {RouteColumns} from routes r order by r.id");
        return [.. routes.Select(route => route.Since > tx.Now ? route with { Since = tx.Now } : route)];
    }

    /// <summary>The routes by which an item reaches an address, first topic first.</summary>
    public static Task<IReadOnlyList<Route>> RoutesOfItemAsync(Tx tx, long itemId, string lane, string address) =>
        tx.QueryAsync<Route>(
            $"""
            select {RouteColumns}
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

    /// <summary>Adds the route from now on, or changes what is agreed on the one that is there.</summary>
    public static Task PutRouteAsync(Tx tx, long topicId, string lane, string address, RouteTerms terms, RouteOrigin origin) =>
        tx.ExecuteAsync(
            """
            insert into routes (topic_id, lane, address, settings, filter, approval, since, origin)
            values (@topicId, @lane, @address, @Settings, @Filter, @approval, @now, @origin)
            on conflict (topic_id, lane, address) do update set
                settings = excluded.settings, filter = excluded.filter, approval = excluded.approval, origin = excluded.origin
            """,
            new { topicId, lane, address, terms.Settings, terms.Filter, approval = terms.Approval ? 1 : 0, origin = origin.ToString().ToLowerInvariant(), now = tx.Now });

    /// <returns>Null: the topic does not lead there.</returns>
    public static Task<Route?> RouteAsync(Tx tx, long topicId, string lane, string address) =>
        tx.FirstAsync<Route>(
            $"select {RouteColumns} from routes r where r.topic_id = @topicId and r.lane = @lane and r.address = @address",
            new { topicId, lane, address });

    /// <summary>Takes a route away; what stands at its address stays there.</summary>
    public static Task RemoveRouteAsync(Tx tx, long routeId) =>
        tx.ExecuteAsync("delete from routes where id = @routeId", new { routeId });

    /// <returns>False: it was so.</returns>
    internal static async Task<bool> MuteAsync(Tx tx, long topicId, bool muted) =>
        await tx.ExecuteAsync(
            muted ? "update topics set muted_at = @now where id = @topicId and muted_at is null" : "update topics set muted_at = null where id = @topicId and muted_at is not null",
            new { topicId, now = tx.Now }) == 1;

    /// <summary>What the configuration called the topic at the last start; null: nothing.</summary>
    internal static Task<string?> FileNameAsync(Tx tx, string slug) =>
        tx.FirstAsync<string>("select name from file_topics where slug = @slug", new { slug = slug.ToLowerInvariant() });

    internal static Task PutFileNameAsync(Tx tx, string slug, string name) =>
        tx.ExecuteAsync("insert into file_topics (slug, name) values (@slug, @name) on conflict (slug) do update set name = excluded.name", new { slug = slug.ToLowerInvariant(), name });

    /// <summary>The routes of one lane as the configuration said them at the last start.</summary>
    internal static Task<IReadOnlyList<FileRoute>> FileRoutesAsync(Tx tx, string lane) =>
        tx.QueryAsync<FileRoute>("select topic_id, address, settings, filter, approval from file_routes where lane = @lane order by topic_id, address", new { lane });

    internal static Task PutFileRouteAsync(Tx tx, long topicId, string lane, string address, RouteTerms terms) =>
        tx.ExecuteAsync(
            """
            insert into file_routes (topic_id, lane, address, settings, filter, approval) values (@topicId, @lane, @address, @Settings, @Filter, @approval)
            on conflict (topic_id, lane, address) do update set settings = excluded.settings, filter = excluded.filter, approval = excluded.approval
            """,
            new { topicId, lane, address, terms.Settings, terms.Filter, approval = terms.Approval ? 1 : 0 });

    /// <summary>The configuration names it no more; a route that staff made stays.</summary>
    internal static async Task RemoveFileRouteAsync(Tx tx, long topicId, string lane, string address)
    {
        await tx.ExecuteAsync("delete from file_routes where topic_id = @topicId and lane = @lane and address = @address", new { topicId, lane, address });
        await tx.ExecuteAsync(
            "delete from routes where topic_id = @topicId and lane = @lane and address = @address and origin = 'file'", new { topicId, lane, address });
    }
}
