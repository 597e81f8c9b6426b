using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>
/// Stands before the opening of an edition: when its mails are not as they should be, it is held and staff are told why. It is looked
/// at again whenever editions are, so one that was mended opens by itself.
/// </summary>
public sealed class Gate(Db db, CheckEdition check)
{
    /// <returns>True: an edition is due, and must not open now.</returns>
    public async Task<bool> HoldsAsync(DigestPlan plan, CancellationToken ct)
    {
        var due = await db.ReadAsync(tx => DueEdition.OfAsync(tx, plan), ct);
        if (due.State != DueState.Now)
        {
            return false;
        }

        var problems = await check(plan, due.Period.End, ct);
        var held = await db.ReadAsync(tx => GateTable.FindAsync(tx, plan.Name), ct);
        if (problems.Count > 0 || held is not null)
        {
            await db.WriteAsync(tx => problems.Count > 0 ? GateTable.HoldAsync(tx, plan.Name, problems) : GateTable.ReleaseAsync(tx, plan.Name), ct);
        }

        return problems.Count > 0;
    }
}
