using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>
/// Slice: staff stop a plan, or let it go on. While it is stopped no edition opens; afterwards the next one opens at its usual
/// time and covers all since the last edition's end. Mails of an edition that is open go out all the same.
/// </summary>
public static class PausePlan
{
    /// <returns>False: it was so.</returns>
    public static async Task<bool> RunAsync(Tx tx, string plan, bool paused)
    {
        var state = await PlanTable.FindAsync(tx, plan);
        if (state.PausedAt is not null == paused)
        {
            return false;
        }

        await PlanTable.PutAsync(tx, paused ? state with { PausedAt = tx.Now } : state with { PausedAt = null, ResumedAt = tx.Now });
        return true;
    }
}
