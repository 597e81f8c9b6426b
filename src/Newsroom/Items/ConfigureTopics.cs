using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>A topic as the configuration wants it.</summary>
/// <param name="Addresses">Its routes in one lane: address and settings (JSON).</param>
public sealed record WantedTopic(string Slug, string Name, IReadOnlyDictionary<string, string> Addresses);

/// <summary>Slice: makes topics and the routes of one lane what the configuration says. A topic that it does not name keeps its items and loses its routes.</summary>
public static class ConfigureTopics
{
    public static async Task RunAsync(Tx tx, string lane, IReadOnlyCollection<WantedTopic> wanted)
    {
        var kept = new HashSet<(long TopicId, string Address)>();
        foreach (var topic in wanted)
        {
            var id = await TopicTable.PutAsync(tx, topic.Slug, topic.Name);
            foreach (var (address, settings) in topic.Addresses)
            {
                await TopicTable.PutRouteAsync(tx, id, lane, address, settings);
            }

            kept.UnionWith(topic.Addresses.Keys.Select(address => (id, address)));
        }

        var routes = await TopicTable.RoutesAsync(tx);
        foreach (var route in routes.Where(route => route.Lane == lane && !kept.Contains((route.TopicId, route.Address))))
        {
            await TopicTable.RemoveRouteAsync(tx, route.Id);
        }
    }
}
