using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>Slice: staff say what becomes of an edition that could not be opened in time.</summary>
public static class AnswerLate
{
    /// <summary>The incident that asks.</summary>
    public static string IncidentKey(DigestPlan plan) => $"late/{plan.Name}";

    /// <returns>False: nothing waits for an answer, for it was given or the next edition took all.</returns>
    public static async Task<(bool Waited, Opening? Opening)> RunAsync(Tx tx, DigestPlan plan, bool send)
    {
        var due = await DueEdition.OfAsync(tx, plan);
        if (due.State != DueState.Asked)
        {
            return (false, null);
        }

        if (send)
        {
            return (true, await OpenEdition.RunAsync(tx, plan, due.Period));
        }

        await PlanTable.PutAsync(tx, await PlanTable.FindAsync(tx, plan.Name) with { MergedAt = due.Period.End });
        await Incidents.RecoverAsync(tx, IncidentKey(plan));
        return (true, null);
    }
}
