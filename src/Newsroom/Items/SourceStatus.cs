using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>How reading a source goes.</summary>
public sealed record SourceStatus
{
    public required string Name { get; init; }

    /// <summary>Null: it was never read.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Reads that failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Hostile: it may quote what a stranger's server answered.</summary>
    public string? Error { get; init; }

    public SourceState State { get; init; }

    /// <param name="name">Null: all of them.</param>
    public static Task<IReadOnlyList<SourceStatus>> ListAsync(Tx tx, string? name = null) =>
        tx.QueryAsync<SourceStatus>(
            """
            select n.name, c.read_at, coalesce(c.failures, 0) as failures, c.error, coalesce(c.state, 'fine') as state
            from (select name from sources union select source from cursors) n
            left join cursors c on c.source = n.name
            where @name is null or n.name = @name order by n.name
            """,
            new { name });

    internal IEnumerable<WhyStep> Steps()
    {
        yield return new(WhyPoint.SourceRead, ReadAt is null ? Verdict.Stops : Verdict.Fine) { Subject = Name, At = ReadAt };
        if (Failures > 0)
        {
            yield return new(State == SourceState.Parked ? WhyPoint.SourceParked : WhyPoint.SourceFails, State == SourceState.Parked ? Verdict.Stops : Verdict.Waits) { Subject = Name, Count = Failures, Detail = Error };
        }
    }
}
