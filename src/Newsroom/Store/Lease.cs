namespace NewsBot.Newsroom.Store;

/// <summary>Named, expiring ownership. The fencing number grows with every new owner, so that a late writer can be told from the present one.</summary>
/// <param name="Name">Such as <c>process</c> or <c>watch:newsroom</c>.</param>
/// <param name="Owner">Who holds it, in words that an operator can act on.</param>
public sealed record Lease(string Name, string Owner, long Fence, DateTimeOffset Until)
{
    /// <summary>Takes a free or expired lease, or renews our own.</summary>
    /// <returns>Our lease, or the one that somebody else holds: compare the owner.</returns>
    public static async Task<Lease> TakeAsync(Tx tx, string name, string owner, TimeSpan length)
    {
        await tx.ExecuteAsync(
            """
            insert into leases (name, owner, fence, until) values (@name, @owner, 1, @until)
            on conflict (name) do update set
                fence = case when leases.owner = excluded.owner then leases.fence else leases.fence + 1 end,
                owner = excluded.owner,
                until = excluded.until
            where leases.owner = excluded.owner or leases.until <= @now
            """,
            new { name, owner, now = tx.Now, until = tx.Now + length });
        return (await ReadAsync(tx, name))!;
    }

    public static Task<Lease?> ReadAsync(Tx tx, string name) =>
        tx.FirstAsync<Lease>("select name, owner, fence, until from leases where name = @name", new { name });
}
