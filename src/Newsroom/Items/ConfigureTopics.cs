using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>A topic as the configuration wants it.</summary>
/// <param name="Routes">Its routes in one lane: address and what is agreed there.</param>
public sealed record WantedTopic(string Slug, string Name, IReadOnlyDictionary<string, RouteTerms> Routes)
{
    /// <param name="addresses">Its routes in one lane: address and settings (JSON); everything passes there.</param>
    public WantedTopic(string slug, string name, IReadOnlyDictionary<string, string> addresses)
        : this(slug, name, addresses.ToDictionary(route => route.Key, route => new RouteTerms(route.Value), StringComparer.Ordinal))
    {
    }
}

/// <summary>
/// Slice: applies what the configuration says of topics and of the routes of one lane, where that differs from what it said at
/// the last start. What it says unchanged stays as staff made it since: a route they ended stays ended, one they added stays, and so does a name they gave.
/// A topic that it does not name keeps its items.
/// </summary>
public static class ConfigureTopics
{
    public static async Task RunAsync(Tx tx, string lane, IReadOnlyCollection<WantedTopic> wanted)
    {
        var before = (await TopicTable.FileRoutesAsync(tx, lane)).ToDictionary(route => (route.TopicId, route.Address), route => route.Terms);
        foreach (var topic in wanted)
        {
            var id = await PutAsync(tx, topic);
            foreach (var (address, terms) in topic.Routes)
            {
                Filter.Demand(terms.Filter);
                if (!before.Remove((id, address), out var old) || old != terms)
                {
                    await TopicTable.PutRouteAsync(tx, id, lane, address, terms, RouteOrigin.File);
                    await TopicTable.PutFileRouteAsync(tx, id, lane, address, terms);
                }
            }
        }

        foreach (var (topicId, address) in before.Keys)
        {
            await TopicTable.RemoveFileRouteAsync(tx, topicId, lane, address);
        }
    }

    private static async Task<long> PutAsync(Tx tx, WantedTopic topic)
    {
        if (await TopicTable.FileNameAsync(tx, topic.Slug) == topic.Name && await TopicTable.FindAsync(tx, topic.Slug) is { } there)
        {
            return there.Id;
        }

        await TopicTable.PutFileNameAsync(tx, topic.Slug, topic.Name);
        return await TopicTable.PutAsync(tx, topic.Slug, topic.Name);
    }
}
