using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources;

/// <summary>Slice: embargoes end by the clock, whether or not a source is read at that moment.</summary>
public static class PublishDue
{
    /// <summary>Items made public in one transaction; the next round takes the rest.</summary>
    private const int Batch = 100;

    /// <returns>How many items became public.</returns>
    public static async Task<int> RunAsync(Db db, CancellationToken ct)
    {
        if ((await db.ReadAsync(tx => ItemTable.DueAsync(tx, 1), ct)).Count == 0)
        {
            return 0;
        }

        return await db.WriteAsync(
            async tx =>
            {
                var topics = await TopicTable.AllAsync(tx);
                var routes = await TopicTable.RoutesAsync(tx);
                var due = await ItemTable.DueAsync(tx, Batch);
                foreach (var item in due)
                {
                    var shown = await ItemTable.SetStateAsync(tx, item.Id, ItemState.Public, item.PublicAt ?? tx.Now);
                    var topicIds = (await TopicTable.OfItemAsync(tx, item.Id)).Select(topic => topic.Id).ToList();
                    await Outbox.RestateAsync(tx, Cause.Item(item.Id), shown.Revision, Wanted.Present);
                    await Outbox.EnqueueAsync(tx, Routing.Route(shown, topicIds, topics, routes, held: false));
                }

                tx.AfterCommit(db.Nudges.WakeAll);
                return due.Count;
            },
            ct);
    }
}
