using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>What opening an edition came to.</summary>
/// <param name="Readers">How many deliveries were written.</param>
public sealed record Opening(Edition Edition, int Readers);

/// <summary>
/// Opens what is due, in the caller's transaction: the edition, its items as they stand now, and one delivery for each reader
/// with at least one item of theirs. Doing it again is harmless, so anybody may say that it is time.
/// </summary>
public static class OpenEdition
{
    /// <summary>
    /// Opens the period between the last edition's end and the last scheduled instant; periods that were missed become one.
    /// The first sight of a plan opens nothing: it marks where the first period begins.
    /// </summary>
    /// <returns>Null when nothing was due.</returns>
    public static async Task<Opening?> RunAsync(Tx tx, DigestPlan plan)
    {
        var end = Period.LatestEnd(plan, tx.Now);
        if (await EditionTable.LastAsync(tx, plan.Name) is not { } last)
        {
            await EditionTable.AddAsync(tx, plan.Name, "baseline", new(end.AddDays(-7), end), "baseline");
            return null;
        }

        return last.EndsAt < end ? await RunAsync(tx, plan, new Period(last.EndsAt, end)) : null;
    }

    /// <summary>Opens exactly this period.</summary>
    /// <returns>Null when the plan has an edition with this start already.</returns>
    public static async Task<Opening?> RunAsync(Tx tx, DigestPlan plan, Period period)
    {
        var added = await EditionTable.AddAsync(tx, plan.Name, await FreeNameAsync(tx, plan, period), period, "open");
        if (added is null)
        {
            return null;
        }

        var items = await EditionTable.FreezeAsync(tx, added);
        await EditionTable.CountAsync(tx, added.Id, items);
        var readers = items > 0 ? await EditionTable.EnqueueAsync(tx, added) : 0;
        return new(added with { ItemCount = items, State = items > 0 ? EditionState.Open : EditionState.Empty }, readers);
    }

    // Two editions end in one week when the schedule was changed: the address of the first stays its own.
    private static async Task<string> FreeNameAsync(Tx tx, DigestPlan plan, Period period)
    {
        var name = period.Name(plan.Zone);
        var free = name;
        for (var n = 2; await EditionTable.IsNamedAsync(tx, plan.Name, free); n++)
        {
            free = $"{name}-{n}";
        }

        return free;
    }
}
