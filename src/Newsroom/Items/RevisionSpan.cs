using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>When the revisions of an item that an address does not show yet were made.</summary>
/// <param name="First">Null: there is none.</param>
public sealed record RevisionSpan(DateTimeOffset? First, DateTimeOffset? Last)
{
    /// <param name="after">The revision that is shown.</param>
    public static async Task<RevisionSpan> OfAsync(Tx tx, long itemId, int after) => new(
        await tx.FirstAsync<DateTimeOffset?>("select at from item_revisions where item_id = @itemId and revision > @after order by revision limit 1", new { itemId, after }),
        await tx.FirstAsync<DateTimeOffset?>("select at from item_revisions where item_id = @itemId and revision > @after order by revision desc limit 1", new { itemId, after }));
}
