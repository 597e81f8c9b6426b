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
        var state = await PlanTable.FindAsync(tx, plan.Name);
        var end = Period.LatestEnd(plan, tx.Now);
        if (await EditionTable.LastAsync(tx, plan.Name) is not { } last)
        {
            await EditionTable.AddAsync(tx, plan.Name, "baseline", new(end.AddDays(-7), end), "baseline");
            return null;
        }

        // What fell into a pause waits for the next usual time: nobody wants a mail at the minute in which somebody ends a pause.
        return last.EndsAt < end && state.PausedAt is null && !(state.ResumedAt > end) ? await RunAsync(tx, plan, new Period(last.EndsAt, end)) : null;
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
        var state = await PlanTable.FindAsync(tx, plan.Name);
        var note = items > 0 ? state.Note : null;
        await EditionTable.CountAsync(tx, added.Id, items, note);
        if (note is not null)
        {
            await PlanTable.PutAsync(tx, state with { Note = null });
        }

        var readers = items > 0 ? await EditionTable.EnqueueAsync(tx, added) : 0;
        return new(added with { ItemCount = items, State = items > 0 ? EditionState.Open : EditionState.Empty, Note = note }, readers);
    }

    /// <summary>The period that begins where the last edition ended, and ends at <paramref name="end"/>.</summary>
    internal static async Task<Period> NextPeriodAsync(Tx tx, DigestPlan plan, DateTimeOffset end) =>
        new((await EditionTable.LastAsync(tx, plan.Name))?.EndsAt ?? Period.LatestEnd(plan, tx.Now), end);

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
