using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>One change of an item.</summary>
public sealed record ItemRevision
{
    public required int Revision { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>What changed, in the names of its parts: <c>new</c>, <c>title summary</c>, <c>withdrawn</c>.</summary>
    public required string Changed { get; init; }

    /// <summary>How much; null where it stands changed, not what it says.</summary>
    public Weight? Weight { get; init; }
    public string? Correction { get; init; }
}

/// <summary>All that staff may want to know of an item.</summary>
/// <param name="Revisions">The newest first.</param>
/// <param name="Orders">What staff changed of it.</param>
public sealed record ItemView(Item Item, IReadOnlyList<Topic> Topics, IReadOnlyList<Place> Places, IReadOnlyList<ItemRevision> Revisions, StaffOrders Orders);

/// <summary>Slice: one item with all that hangs on it.</summary>
public static class ShowItem
{
    /// <summary>Nobody reads further back.</summary>
    private const int MostRevisions = 20;

    /// <returns>Null: there is no such item.</returns>
    public static async Task<ItemView?> RunAsync(Tx tx, long id) =>
        await ItemTable.FindAsync(tx, id) is not { } item ? null : new(
            item,
            await TopicTable.OfItemAsync(tx, id),
            await Place.OfItemAsync(tx, id),
            await tx.QueryAsync<ItemRevision>(
                "select revision, at, changed, weight, correction from item_revisions where item_id = @id order by revision desc limit @MostRevisions", new { id, MostRevisions }),
            await OrderTable.OfItemAsync(tx, id));
}
