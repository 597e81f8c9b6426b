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

    /// <summary>Somebody else knows better: none is free for <paramref name="wait"/>, however many were taken.</summary>
    public static async Task CloseAsync(Tx tx, string name, int limit, TimeSpan window, TimeSpan wait)
    {
        for (var taken = 0; taken < limit; taken++)
        {
            await tx.ExecuteAsync("insert into spendings (name, at) values (@name, @at)", new { name, at = tx.Now + wait - window });
        }
    }

    /// <summary>When each was taken within the time that ends now, oldest first.</summary>
    public static Task<IReadOnlyList<DateTimeOffset>> SpentAsync(Tx tx, string name, TimeSpan window) =>
        tx.QueryAsync<DateTimeOffset>("select at from spendings where name = @name and at > @oldest order by at", new { name, oldest = tx.Now - window });

    /// <summary>How many were taken within the time that ends now.</summary>
    public static Task<int> UsedAsync(Tx tx, string name, TimeSpan window) =>
        tx.FirstAsync<int>("select count(*) from spendings where name = @name and at > @oldest", new { name, oldest = tx.Now - window });
}
