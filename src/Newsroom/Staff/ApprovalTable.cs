using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Staff;

/// <summary>The SQL of what needs two people.</summary>
public static class ApprovalTable
{
    /// <summary>An approval that is older counts no more: who gave it may have forgotten what for.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromHours(1);

    /// <param name="kind">What is approved, such as <c>ping</c>.</param>
    /// <returns>How many different people approve it now, this one included.</returns>
    public static async Task<int> AddAsync(Tx tx, string kind, long itemId, string staffId)
    {
        await tx.ExecuteAsync(
            """
            insert into approvals (kind, item_id, staff_id, at) values (@kind, @itemId, @staffId, @now)
            on conflict (kind, item_id, staff_id) do update set at = excluded.at
            """,
            new { kind, itemId, staffId, now = tx.Now });
        return (await ListAsync(tx, kind, itemId)).Count;
    }

    /// <summary>Who approves it now, first first.</summary>
    public static Task<IReadOnlyList<string>> ListAsync(Tx tx, string kind, long itemId) =>
        tx.QueryAsync<string>(
            "select staff_id from approvals where kind = @kind and item_id = @itemId and at > @oldest order by at, staff_id",
            new { kind, itemId, oldest = tx.Now - ValidFor });

    /// <summary>What was approved is done, or nobody wants it any more.</summary>
    public static Task ClearAsync(Tx tx, string kind, long itemId) =>
        tx.ExecuteAsync("delete from approvals where kind = @kind and item_id = @itemId", new { kind, itemId });
}
