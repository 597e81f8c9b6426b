using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources;

/// <summary>Slice: embargoes end by the clock, whether or not a source is read at that moment; so does the alert of a fuse that was answered by hand.</summary>
public static class PublishDue
{
    /// <summary>Items made public in one transaction; the next round takes the rest.</summary>
    private const int Batch = 100;

    /// <summary>Never throws but on <paramref name="ct"/>: a store that refuses is asked again in the next round.</summary>
    public static async Task RunAsync(Db db, ILogger logger, CancellationToken ct)
    {
        try
        {
            await PublishAsync(db, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            Telemetry.StoreRefused(logger, "embargoes", failure);
        }
    }

    /// <returns>How many items became public.</returns>
    internal static async Task<int> PublishAsync(Db db, CancellationToken ct)
    {
        var (next, settled, expired) = await db.ReadAsync(async tx => (await ItemTable.DueAsync(tx, 1), await HeldPosts.SettledAsync(tx), await EventCalendar.HasExpiredAsync(tx)), ct);
        if (next.Count + settled.Count == 0 && !expired)
        {
            return 0;
        }

        return await db.WriteAsync(
            async tx =>
            {
                foreach (var key in settled)
                {
                    await Incidents.RecoverAsync(tx, key);
                }

                await EventCalendar.ExpireAsync(tx);
                var topics = await TopicTable.AllAsync(tx);
                var routes = await TopicTable.RoutesAsync(tx);
                var due = await ItemTable.DueAsync(tx, Batch);
                foreach (var item in due)
                {
                    var shown = await ItemTable.SetStateAsync(tx, item.Id, ItemState.Public, item.PublicAt ?? tx.Now);
                    var topicIds = (await TopicTable.OfItemAsync(tx, item.Id)).Select(topic => topic.Id).ToList();
                    await RestateItem.RunAsync(tx, shown, topicIds, topics, routes);
                    if (shown.IsPublic(tx.Now))
                    {
                        await OweItem.RunAsync(tx, Routing.Route(shown, topicIds, topics, routes, held: false));
                    }

                    await EventCalendar.OweAsync(tx, shown);
                }

                tx.AfterCommit(db.Nudges.WakeAll);
                return due.Count;
            },
            ct);
    }
}
