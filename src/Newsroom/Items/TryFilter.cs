using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>What a filter says of one item.</summary>
/// <param name="Why">It holds text of the item: escape it.</param>
public sealed record Tried(Item Item, bool Passes, string Why);

/// <summary>Slice: what a filter would have let pass of what a topic had last, so that whoever writes it sees what it does.</summary>
public static class TryFilter
{
    /// <summary>As many as one reads at a glance.</summary>
    public const int Newest = 10;

    /// <returns>The newest first.</returns>
    public static async Task<IReadOnlyList<Tried>> RunAsync(Tx tx, long topicId, string? filter)
    {
        var read = Filter.Of(filter);
        var tried = new List<Tried>();
        foreach (var item in await ItemTable.OfTopicAsync(tx, topicId, Newest))
        {
            var (passes, why) = read.Explain(new FilterSubject(item, await TopicTable.OfItemAsync(tx, item.Id)));
            tried.Add(new(item, passes, why));
        }

        return tried;
    }
}
