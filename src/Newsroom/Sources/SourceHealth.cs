using System.Globalization;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources;

/// <summary>
/// How reading one source goes, and when it is read next. Failures are counted in the store, so that a restart forgets none.
/// Fine, failing, late (no good read for a while, or none to come), parked (not asked again).
/// </summary>
internal sealed class SourceHealth(string source, TimeSpan every, TimeProvider time, double jitter)
{
    /// <summary>One or two failed reads are a moment's trouble; this many in a row are for a person.</summary>
    private const int Worrying = 3;

    /// <summary>However often it failed: a source that is well again is seen within this.</summary>
    private static readonly TimeSpan Ceiling = TimeSpan.FromHours(1);

    /// <summary>However long it asks to be left alone.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>No good read for as long beyond the time when one was due is more than a moment's trouble.</summary>
    private static readonly TimeSpan LateAfter = TimeSpan.FromHours(1);

    private int failures;
    private SourceState state;
    private TimeSpan? wait;
    private DateTimeOffset due = time.GetUtcNow();
    private DateTimeOffset? goodAt;

    /// <summary>Until the next read.</summary>
    public TimeSpan Wait => wait ?? every;

    public int Failures => failures;

    public bool IsParked => state == SourceState.Parked;

    private string Incident => $"source/{source}";

    /// <summary>What an earlier process knew. A parked source is asked again: the program has started anew.</summary>
    public async Task LoadAsync(Tx tx)
    {
        if ((await SourceStatus.ListAsync(tx, source)) is [var known])
        {
            (failures, goodAt) = (known.Failures, known.ReadAt);
            state = failures > 0 ? SourceState.Failing : SourceState.Fine;
        }
    }

    /// <summary>It was read.</summary>
    /// <param name="asked">How long it asks to be left alone.</param>
    /// <returns>True: it was not well before, and <see cref="RecoverAsync"/> must say so in the store.</returns>
    public bool Good(TimeSpan? asked)
    {
        var ailing = state != SourceState.Fine;
        wait = Longer(every, asked);
        goodAt = time.GetUtcNow();
        due = goodAt.Value + Wait;
        return ailing;
    }

    /// <summary>It was read, and our own store did not take it: what it wishes counts from the read that is taken.</summary>
    public void NotTaken() => wait = null;

    public void Recovered() => (failures, state) = (0, SourceState.Fine);

    public async Task RecoverAsync(Tx tx)
    {
        await tx.ExecuteAsync("update cursors set failures = 0, error = null, state = 'fine' where source = @source", new { source });
        await Incidents.RecoverAsync(tx, Incident);
    }

    /// <summary>It could not be read.</summary>
    public void Failed(SourceException? failure)
    {
        failures++;
        wait = Longer(BackOff(), failure?.Wait);
        state = failure?.Parked == true ? SourceState.Parked
            : time.GetUtcNow() >= due + LateAfter || failure?.Wait > LateAfter ? SourceState.Late
            : SourceState.Failing;
    }

    /// <summary>One alert for each trouble, which says which it is; it changes when that does.</summary>
    public async Task NoteAsync(Tx tx, string reason)
    {
        await tx.ExecuteAsync(
            """
            insert into cursors (source, read_at, failures, error, state) values (@source, null, @failures, @reason, @state)
            on conflict (source) do update set failures = excluded.failures, error = excluded.error, state = excluded.state
            """,
            new { source, failures, reason, state = state.ToString().ToLowerInvariant() });
        if (failures >= Worrying || state != SourceState.Failing)
        {
            await Incidents.RaiseAsync(tx, Incident, Alert(reason));
        }
    }

    private string Alert(string reason) => state switch
    {
        SourceState.Parked => $"it is parked, and not asked again until its options change or NewsBot starts anew: {reason}",
        SourceState.Late => string.Create(CultureInfo.InvariantCulture, $"it is late, {(goodAt is { } at ? $"last read well at {at:yyyy-MM-dd HH:mm} UTC" : "never read yet")}: {reason}"),
        _ => $"it is failing: {reason}",
    };

    // Each a tenth more or less, so that sources that failed together do not come back together.
    private TimeSpan BackOff()
    {
        var ceiling = every > Ceiling ? every : Ceiling;
        return Math.Min(ceiling.TotalSeconds, every.TotalSeconds * Math.Pow(2, Math.Min(failures, 20) - 1)) * TimeSpan.FromSeconds(0.9 + (0.2 * jitter));
    }

    private static TimeSpan Longer(TimeSpan usual, TimeSpan? asked)
    {
        var longer = asked > usual ? asked.Value : usual;
        return longer < LongestWait ? longer : LongestWait;
    }
}
