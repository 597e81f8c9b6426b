using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>What routing a topic by hand came to.</summary>
public enum RouteResult
{
    /// <summary>The route begins now: what was public before is not posted to it.</summary>
    Added,

    /// <summary>It was there, and has other settings now.</summary>
    Changed,
    Same,
    NoTopic,
}

/// <summary>Slice: staff lead a topic to an address. The route is theirs: it stays though the configuration never names it.</summary>
public static class RouteTopic
{
    /// <param name="settings">JSON that only the lane's sender reads.</param>
    public static async Task<RouteResult> RunAsync(Tx tx, string slug, string lane, string address, string settings)
    {
        if (await TopicTable.FindAsync(tx, slug) is not { } topic)
        {
            return RouteResult.NoTopic;
        }

        var before = await TopicTable.RouteAsync(tx, topic.Id, lane, address);
        if (before?.Settings == settings)
        {
            return RouteResult.Same;
        }

        await TopicTable.PutRouteAsync(tx, topic.Id, lane, address, settings, RouteOrigin.Staff);
        return before is null ? RouteResult.Added : RouteResult.Changed;
    }
}
