using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

public enum SendNowState
{
    Opened,

    /// <summary>The plan is paused: resume it first.</summary>
    Paused,

    /// <summary>There is nothing that an edition could hold.</summary>
    NothingNew,
}

public sealed record SendNowResult(SendNowState State, Opening? Opening = null);

/// <summary>Slice: staff end the period now and open its edition. The next one begins here.</summary>
public static class SendNow
{
    public static async Task<SendNowResult> RunAsync(Tx tx, DigestPlan plan)
    {
        if ((await PlanTable.FindAsync(tx, plan.Name)).PausedAt is not null)
        {
            return new(SendNowState.Paused);
        }

        var period = await OpenEdition.NextPeriodAsync(tx, plan, tx.Now);
        if (period.End <= period.Start || (await EditionTable.PreviewAsync(tx, plan, period)).Items.Count == 0)
        {
            return new(SendNowState.NothingNew);
        }

        await GateTable.ReleaseAsync(tx, plan.Name);
        return await OpenEdition.RunAsync(tx, plan, period) is { } opening ? new(SendNowState.Opened, opening) : new(SendNowState.NothingNew);
    }
}
