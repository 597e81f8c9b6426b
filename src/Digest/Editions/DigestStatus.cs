using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>How a plan stands.</summary>
public sealed record PlanStatus
{
    public required DigestPlan Plan { get; init; }
    public required PlanState State { get; init; }

    /// <summary>When its next edition opens; null while it is paused.</summary>
    public required DateTimeOffset? NextRun { get; init; }

    /// <summary>The edition that should be open by now, when it is too late for it; else null.</summary>
    public DueEdition? Late { get; init; }

    /// <summary>Why the next edition does not open although it is due; null: it does.</summary>
    public required GateHold? Hold { get; init; }

    /// <summary>What the next edition would hold if it were opened now.</summary>
    public required Issue Next { get; init; }

    /// <summary>How many readers would get it.</summary>
    public required int NextReaders { get; init; }

    /// <summary>The newest edition that readers got, or would have got.</summary>
    public required Edition? Last { get; init; }

    /// <summary>Its mails by the state of their deliveries.</summary>
    public required IReadOnlyDictionary<string, long> LastCounts { get; init; }
}

/// <summary>Slice: how a plan stands, for people.</summary>
public static class DigestStatus
{
    public static async Task<PlanStatus> RunAsync(Tx tx, DigestPlan plan)
    {
        var state = await PlanTable.FindAsync(tx, plan.Name);
        var period = await OpenEdition.NextPeriodAsync(tx, plan, tx.Now);
        var last = await EditionTable.NewestAsync(tx, plan.Name);
        var due = await DueEdition.OfAsync(tx, plan);
        return new PlanStatus
        {
            Late = due.State is DueState.Asked or DueState.Merged ? due : null,
            Plan = plan,
            State = state,
            NextRun = state.PausedAt is null ? Period.NextEnd(plan, tx.Now) : null,
            Hold = await GateTable.FindAsync(tx, plan.Name),
            Next = await EditionTable.PreviewAsync(tx, plan, period),
            NextReaders = await EditionTable.CountReadersAsync(tx, plan.Name, period),
            Last = last,
            LastCounts = last is null ? new Dictionary<string, long>(StringComparer.Ordinal) : await EditionTable.CountsAsync(tx, last.Id),
        };
    }
}
