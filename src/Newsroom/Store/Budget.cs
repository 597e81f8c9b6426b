namespace NewsBot.Newsroom.Store;

/// <summary>How often something may be done within a time, counted in the store so that a restart does not begin anew.</summary>
public static class Budget
{
    /// <summary>Takes one, if one is left.</summary>
    /// <param name="name">Such as <c>identify/0</c>.</param>
    /// <returns>Zero: taken and written down. Else how long until one is free, and nothing was written.</returns>
    public static async Task<TimeSpan> TakeAsync(Tx tx, string name, int limit, TimeSpan window)
    {
        // Two processes that ask at the same time take turns here.
        await Lease.TakeAsync(tx, $"budget/{name}", name, window);
        await tx.ExecuteAsync("delete from spendings where name = @name and at <= @oldest", new { name, oldest = tx.Now - window });
        var free = await tx.FirstAsync<DateTimeOffset?>(
            "select at from spendings where name = @name order by at desc limit 1 offset @last", new { name, last = limit - 1 });
        if (free is { } at)
        {
            return at + window - tx.Now;
        }

        await tx.ExecuteAsync("insert into spendings (name, at) values (@name, @now)", new { name, now = tx.Now });
        return TimeSpan.Zero;
    }

    /// <summary>How many were taken within the time that ends now.</summary>
    public static Task<int> UsedAsync(Tx tx, string name, TimeSpan window) =>
        tx.FirstAsync<int>("select count(*) from spendings where name = @name and at > @oldest", new { name, oldest = tx.Now - window });
}
