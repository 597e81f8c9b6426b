using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>An item's post in an announcement channel, and whether the servers that follow the channel have it.</summary>
/// <param name="Delivery">Of <see cref="PublishQueue"/>.</param>
/// <param name="Turn">When it is published, if nothing more urgent comes; null: it does not wait.</param>
/// <param name="Before">How many are published before it.</param>
public sealed record Publication(Delivery Delivery, DateTimeOffset? Turn, int Before)
{
    /// <summary>The channels of one item are few.</summary>
    private const int Most = 100;

    public static async Task<IReadOnlyList<Publication>> OfItemAsync(Tx tx, long itemId)
    {
        var found = new List<Publication>();
        foreach (var row in (await DeliveryList.FindAsync(tx, new DeliveryQuery(PublishQueue.Lane, Cause: Cause.Crosspost(itemId), Limit: Most))).Reverse())
        {
            found.Add(await OfAsync(tx, row));
        }

        return found;
    }

    public static async Task<Publication> OfAsync(Tx tx, Delivery row)
    {
        if (row.RemoteId is not null || row.State is not (DeliveryState.Pending or DeliveryState.Sending))
        {
            return new Publication(row, null, 0);
        }

        var (at, before) = await PublishQueue.TurnAsync(tx, row.Address, row.Id);
        return new Publication(row, at > row.DueAt ? at : row.DueAt, before);
    }
}
