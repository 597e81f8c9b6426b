using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>A plan whose next edition does not open, for its mails are not as they should be.</summary>
public sealed record GateHold
{
    public required string Plan { get; init; }
    public required DateTimeOffset Since { get; init; }

    /// <summary>One a line. Hostile: they may quote titles.</summary>
    public required string Problems { get; init; }
}

/// <summary>The SQL of editions that are held, and of who would send them all the same.</summary>
public static class GateTable
{
    /// <summary>Who agreed longer ago may have meant other problems.</summary>
    public static readonly TimeSpan AgreedFor = TimeSpan.FromHours(1);

    /// <returns>Null: it is not held.</returns>
    public static Task<GateHold?> FindAsync(Tx tx, string plan) =>
        tx.FirstAsync<GateHold>("select plan, since, problems from gate_holds where plan = @plan", new { plan });

    /// <summary>Holds it, and tells staff why.</summary>
    public static async Task HoldAsync(Tx tx, string plan, IReadOnlyList<string> problems)
    {
        await tx.ExecuteAsync(
            """
            insert into gate_holds (plan, since, problems) values (@plan, @now, @text)
            on conflict (plan) do update set problems = excluded.problems
            """,
            new { plan, now = tx.Now, text = string.Join('\n', problems) });
        await Incidents.RaiseAsync(tx, IncidentKey(plan), string.Join(" ", problems));
    }

    /// <summary>It is mended, or was sent all the same.</summary>
    public static async Task ReleaseAsync(Tx tx, string plan)
    {
        await tx.ExecuteAsync("delete from gate_holds where plan = @plan", new { plan });
        await tx.ExecuteAsync("delete from gate_approvals where plan = @plan", new { plan });
        await Incidents.RecoverAsync(tx, IncidentKey(plan));
    }

    /// <returns>How many different people would send it now, this one included.</returns>
    public static async Task<int> AgreeAsync(Tx tx, string plan, string staffId)
    {
        await tx.ExecuteAsync(
            """
            insert into gate_approvals (plan, staff_id, at) values (@plan, @staffId, @now)
            on conflict (plan, staff_id) do update set at = excluded.at
            """,
            new { plan, staffId, now = tx.Now });
        return await tx.FirstAsync<int>("select count(*) from gate_approvals where plan = @plan and at > @oldest", new { plan, oldest = tx.Now - AgreedFor });
    }

    private static string IncidentKey(string plan) => $"digest/{plan}";
}
