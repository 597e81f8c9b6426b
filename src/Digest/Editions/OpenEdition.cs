using NewsBot.Newsroom.Deliveries;
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
    /// <summary>Any number that nothing else in the store waits by.</summary>
    private const int OpeningLock = 7318002;

    /// <summary>
    /// Opens the period between the last edition's end and the last scheduled instant; periods that were missed become one.
    /// The first sight of a plan opens nothing: it marks where the first period begins. An edition that comes too late is a question to staff, or
    /// is left to the next one, as the plan says.
    /// </summary>
    /// <returns>Null when nothing was due.</returns>
    public static async Task<Opening?> RunAsync(Tx tx, DigestPlan plan)
    {
        if (await EditionTable.LastAsync(tx, plan.Name) is null)
        {
            var end = Period.LatestEnd(plan, tx.Now);
            await EditionTable.AddAsync(tx, plan.Name, "baseline", new(end.AddDays(-7), end), "baseline");
            return null;
        }

        var due = await DueEdition.OfAsync(tx, plan);
        if (due.State == DueState.Asked)
        {
            await Incidents.RaiseAsync(
                tx, AnswerLate.IncidentKey(plan), $"It was due at {due.Period.End:yyyy-MM-dd HH:mm} UTC and could not be opened in time; it waits for an answer, at the longest for the next one.");
        }

        return due.State == DueState.Now ? await RunAsync(tx, plan, due.Period) : null;
    }

    /// <summary>Opens exactly this period.</summary>
    /// <returns>Null when the plan has an edition with this start already.</returns>
    public static async Task<Opening?> RunAsync(Tx tx, DigestPlan plan, Period period)
    {
        if (await BookAsync(tx, plan, period) is not { } edition)
        {
            return null;
        }

        var readers = edition.State == EditionState.Open ? await EditionTable.EnqueueAsync(tx, plan, edition) : 0;
        await Incidents.RecoverAsync(tx, AnswerLate.IncidentKey(plan));
        return new(edition, readers);
    }

    /// <summary>The edition that opens next, as if it did now. It mails nobody; the transaction must be undone (<see cref="Db.TryOutAsync"/>).</summary>
    /// <returns>Null: the last one has only just ended.</returns>
    internal static async Task<Edition?> TryAsync(Tx tx, DigestPlan plan)
    {
        var due = await DueEdition.OfAsync(tx, plan);
        var period = due.State == DueState.Now ? due.Period : await NextPeriodAsync(tx, plan, tx.Now);
        return period.End < period.Start ? null : await BookAsync(tx, plan, period);
    }

    /// <summary>The edition with its items, and who gets which of them; no mail yet.</summary>
    /// <returns>Null when the plan has an edition with this start already.</returns>
    internal static async Task<Edition?> BookAsync(Tx tx, DigestPlan plan, Period period)
    {
        // Two editions at once would each leave it to the other to know what a reader of both has had.
        if (tx.Dialect.OneByOne(OpeningLock) is { } wait)
        {
            await tx.ExecuteAsync(wait);
        }

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

        if (items > 0)
        {
            await ReaderLedger.BookAsync(tx, added);
        }

        return added with { ItemCount = items, State = items > 0 ? EditionState.Open : EditionState.Empty, Note = note };
    }

    /// <summary>The period that begins where the last edition ended, and ends at <paramref name="end"/>.</summary>
    internal static async Task<Period> NextPeriodAsync(Tx tx, DigestPlan plan, DateTimeOffset end) =>
        new((await EditionTable.LastAsync(tx, plan.Name))?.EndsAt ?? Period.LatestEnd(plan, tx.Now), end);

    // Two editions end in one week when the schedule was changed: the address of the first stays its own.
    private static async Task<string> FreeNameAsync(Tx tx, DigestPlan plan, Period period)
    {
        var name = period.Name(plan);
        var free = name;
        for (var n = 2; await EditionTable.IsNamedAsync(tx, plan.Name, free); n++)
        {
            free = $"{name}-{n}";
        }

        return free;
    }
}
