using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>The SQL of what staff want of items.</summary>
internal static class OrderTable
{
    private const string Columns =
        """
        item_id, title, source_title, summary, source_summary, has_summary, correction, source_correction, has_correction,
        publish_at, source_publish_at, held_at, retracted_at, held_before
        """;

    /// <returns>Orders that want nothing when there are none.</returns>
    public static async Task<StaffOrders> OfItemAsync(Tx tx, long itemId) =>
        await tx.FirstAsync<StaffOrders>($"select {Columns} from item_orders where item_id = @itemId", new { itemId }) ?? new() { ItemId = itemId };

    public static Task PutAsync(Tx tx, StaffOrders orders)
    {
        if (orders == new StaffOrders { ItemId = orders.ItemId })
        {
            return tx.ExecuteAsync("delete from item_orders where item_id = @ItemId", new { orders.ItemId });
        }

        return tx.ExecuteAsync(
            $"""
            insert into item_orders ({Columns}) values (@ItemId, @Title, @SourceTitle, @Summary, @SourceSummary, @hasSummary, @Correction, @SourceCorrection, @hasCorrection,
                @PublishAt, @SourcePublishAt, @HeldAt, @RetractedAt, @heldBefore)
            on conflict (item_id) do update set
                title = excluded.title, source_title = excluded.source_title, summary = excluded.summary, source_summary = excluded.source_summary,
                has_summary = excluded.has_summary, correction = excluded.correction, source_correction = excluded.source_correction, has_correction = excluded.has_correction,
                publish_at = excluded.publish_at, source_publish_at = excluded.source_publish_at, held_at = excluded.held_at, retracted_at = excluded.retracted_at,
                held_before = excluded.held_before
            """,
            new
            {
                orders.ItemId,
                orders.Title,
                orders.SourceTitle,
                orders.Summary,
                orders.SourceSummary,
                hasSummary = orders.HasSummary ? 1 : 0,
                orders.Correction,
                orders.SourceCorrection,
                hasCorrection = orders.HasCorrection ? 1 : 0,
                orders.PublishAt,
                orders.SourcePublishAt,
                orders.HeldAt,
                orders.RetractedAt,
                heldBefore = orders.HeldBefore ? 1 : 0,
            });
    }
}
