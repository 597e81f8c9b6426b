using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>What routing a topic by hand came to.</summary>
public enum RouteResult
{
    /// <summary>The route begins now: what was public before is not posted to it.</summary>
    Added,

    /// <summary>It was there, and other things are agreed on it now. They count for what is owed from now on: what waits for approval still does.</summary>
    Changed,
    Same,
    NoTopic,
}

/// <summary>Slice: staff lead a topic to an address. The route is theirs: it stays though the configuration never names it.</summary>
public static class RouteTopic
{
    /// <inheritdoc cref="RunAsync(Tx, string, string, string, RouteTerms)"/>
    /// <param name="settings">JSON that only the lane's sender reads; everything passes, and nothing waits for approval.</param>
    public static Task<RouteResult> RunAsync(Tx tx, string slug, string lane, string address, string settings) =>
        RunAsync(tx, slug, lane, address, new RouteTerms(settings));

    /// <exception cref="FilterException">Its filter cannot be read.</exception>
    public static async Task<RouteResult> RunAsync(Tx tx, string slug, string lane, string address, RouteTerms terms)
    {
        Filter.Demand(terms.Filter);
        if (await TopicTable.FindAsync(tx, slug) is not { } topic)
        {
            return RouteResult.NoTopic;
        }

        var before = await TopicTable.RouteAsync(tx, topic.Id, lane, address);
        if (before?.Terms == terms)
        {
            return RouteResult.Same;
        }

        await TopicTable.PutRouteAsync(tx, topic.Id, lane, address, terms, RouteOrigin.Staff);
        return before is null ? RouteResult.Added : RouteResult.Changed;
    }
}
