using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>A topic as the configuration wants it.</summary>
/// <param name="Addresses">Its routes in one lane: address and settings (JSON).</param>
public sealed record WantedTopic(string Slug, string Name, IReadOnlyDictionary<string, string> Addresses);

/// <summary>
/// Slice: applies what the configuration says of topics and of the routes of one lane, where that differs from what it said at
/// the last start. What it says unchanged stays as staff made it since: a route they ended stays ended, one they added stays.
/// A topic that it does not name keeps its items.
/// </summary>
public static class ConfigureTopics
{
    public static async Task RunAsync(Tx tx, string lane, IReadOnlyCollection<WantedTopic> wanted)
    {
        var before = (await TopicTable.FileRoutesAsync(tx, lane)).ToDictionary(route => (route.TopicId, route.Address), route => route.Settings);
        foreach (var topic in wanted)
        {
            var id = await TopicTable.PutAsync(tx, topic.Slug, topic.Name);
            foreach (var (address, settings) in topic.Addresses)
            {
                if (!before.Remove((id, address), out var old) || old != settings)
                {
                    await TopicTable.PutRouteAsync(tx, id, lane, address, settings, RouteOrigin.File);
                    await TopicTable.PutFileRouteAsync(tx, id, lane, address, settings);
                }
            }
        }

        foreach (var (topicId, address) in before.Keys)
        {
            await TopicTable.RemoveFileRouteAsync(tx, topicId, lane, address);
        }
    }
}
