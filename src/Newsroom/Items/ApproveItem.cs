using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: staff decide about the posts of an item that wait because their routes want approval. What else holds them, such as the fuse, holds on.</summary>
public static class ApproveItem
{
    /// <summary>They are posted.</summary>
    /// <returns>The places that no longer wait for approval; empty: none did.</returns>
    public static Task<IReadOnlyList<Place>> RunAsync(Tx tx, long id) =>
        DecideAsync(tx, id, () => Outbox.AnswerAsync(tx, HeldFor.Approval, OfItem, id));

    /// <summary>They are not posted, and an edit does not bring them back. What stands elsewhere stays.</summary>
    /// <inheritdoc cref="RunAsync" path="/returns"/>
    public static Task<IReadOnlyList<Place>> RefuseAsync(Tx tx, long id) =>
        DecideAsync(tx, id, () => tx.ExecuteAsync(
            $"update deliveries set state = 'cancelled', last_error = 'not approved by staff', finished_at = @now where {Outbox.HeldBy(HeldFor.Approval)} and {OfItem}",
            new { about = id, now = tx.Now }));

    private const string OfItem = "cause_kind = 'item' and cause_id = @about";

    private static async Task<IReadOnlyList<Place>> DecideAsync(Tx tx, long id, Func<Task<int>> decide)
    {
        await ItemTable.LockAsync(tx, id);
        var waited = (await Place.OfItemAsync(tx, id)).Where(place => place.WantsApproval).Select(place => place.DeliveryId).ToHashSet();
        if (await decide() == 0)
        {
            return [];
        }

        await Desk.TouchAsync(tx, Cause.Desk(id));
        return [.. (await Place.OfItemAsync(tx, id)).Where(place => waited.Contains(place.DeliveryId))];
    }
}
