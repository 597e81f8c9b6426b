using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>What staff want of a plan.</summary>
public sealed record PlanState
{
    public required string Plan { get; init; }

    /// <summary>Not null: no edition opens.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>The last pause ended here: what was scheduled before that is not opened afterwards by itself.</summary>
    public DateTimeOffset? ResumedAt { get; init; }

    /// <summary>The end of a late period that staff left to the next edition.</summary>
    public DateTimeOffset? MergedAt { get; init; }

    /// <summary>A word of the editors for the next edition; hostile as all typed text.</summary>
    public string? Note { get; init; }
}

/// <summary>What staff want of an item in one plan.</summary>
public enum Pick
{
    /// <summary>As the rules say.</summary>
    None,

    /// <summary>It is in the next edition, though it is too old for it.</summary>
    Include,

    /// <summary>It is in no edition, until staff say otherwise.</summary>
    Exclude,
}

/// <summary>The SQL of what staff want of plans.</summary>
internal static class PlanTable
{
    /// <returns>A state that wants nothing when there is none.</returns>
    public static async Task<PlanState> FindAsync(Tx tx, string plan) =>
        await tx.FirstAsync<PlanState>("select plan, paused_at, resumed_at, merged_at, note from plan_states where plan = @plan", new { plan }) ?? new() { Plan = plan };

    public static Task PutAsync(Tx tx, PlanState state) =>
        tx.ExecuteAsync(
            """
            insert into plan_states (plan, paused_at, resumed_at, merged_at, note) values (@Plan, @PausedAt, @ResumedAt, @MergedAt, @Note)
            on conflict (plan) do update set
                paused_at = excluded.paused_at, resumed_at = excluded.resumed_at, merged_at = excluded.merged_at, note = excluded.note
            """,
            new { state.Plan, state.PausedAt, state.ResumedAt, state.MergedAt, state.Note });

    public static async Task<Pick> PickAsync(Tx tx, string plan, long itemId) =>
        await tx.FirstAsync<string>("select pick from plan_picks where plan = @plan and item_id = @itemId", new { plan, itemId }) is { } pick
            ? Enum.Parse<Pick>(pick, ignoreCase: true) : Pick.None;

    public static Task PutPickAsync(Tx tx, string plan, long itemId, Pick pick) => pick == Pick.None
        ? tx.ExecuteAsync("delete from plan_picks where plan = @plan and item_id = @itemId", new { plan, itemId })
        : tx.ExecuteAsync(
            """
            insert into plan_picks (plan, item_id, pick) values (@plan, @itemId, @pick)
            on conflict (plan, item_id) do update set pick = excluded.pick
            """,
            new { plan, itemId, pick = pick.ToString().ToLowerInvariant() });
}
