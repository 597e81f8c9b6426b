using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

public enum DueState
{
    /// <summary>The last scheduled edition is open, or was passed over by staff.</summary>
    Nothing,

    Now,

    /// <summary>It is too late for it: its items go into the next one.</summary>
    Merged,

    /// <summary>It is too late for it, and staff have not said yet what should be.</summary>
    Asked,
}

/// <summary>The edition of a plan that should be open by now and is not.</summary>
public sealed record DueEdition(DueState State, Period Period)
{
    /// <summary>Of a plan that has been seen before.</summary>
    internal static async Task<DueEdition> OfAsync(Tx tx, DigestPlan plan)
    {
        var state = await PlanTable.FindAsync(tx, plan.Name);
        var end = Period.LatestEnd(plan, tx.Now);
        var period = await OpenEdition.NextPeriodAsync(tx, plan, end);

        // What fell into a pause waits for the next usual time: nobody wants a mail at the minute in which somebody ends a pause.
        if (period.Start >= end || state.PausedAt is not null || state.ResumedAt > end || state.MergedAt >= end)
        {
            return new(DueState.Nothing, period);
        }

        if (tx.Now - end <= plan.Latest || plan.Late == LateRule.Send)
        {
            return new(DueState.Now, period);
        }

        // Nobody is asked about an edition that nobody would get.
        return plan.Late == LateRule.Merge ? new(DueState.Merged, period)
            : (await EditionTable.PreviewAsync(tx, plan, period)).Items.Count == 0 ? new(DueState.Now, period)
            : new(DueState.Asked, period);
    }
}
