using System.Data.Common;
using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources;

/// <summary>
/// Watches one source.
/// 1. Hold the source's lease.
/// 2. Read it; a failure waits longer each time and delays no other source.
/// 3. Nothing differs from the last read: done, without a transaction.
/// 4. Else, in one transaction: items, what is owed for them, the cursor.
/// 5. Wait for the source to say "changed", or for the next round. A source that is gone for good is not asked again.
/// </summary>
/// <param name="notes">Where quiet reads are noted for many sources together; null: each writes its own.</param>
public sealed class Watcher(Db db, IContentSource source, SourceOptions options, string owner, TimeProvider time, ILogger logger, ReadNotes? notes = null)
{
    private static readonly TimeSpan ReadLimit = TimeSpan.FromMinutes(5);

    /// <summary>The lease outlives this many quiet rounds, so that most of them write nothing.</summary>
    private const int LeaseRounds = 3;

    private readonly SourceReports reports = new(source.Name, logger);
    private readonly SourceHealth health = new(source.Name, options.Every, time, Random.Shared.NextDouble());
    private long fence;
    private DateTimeOffset leaseEnd;
    private string? cursor;
    private string? lastPage;

    /// <param name="changed">Returns when the source has reason to think that it changed.</param>
    public async Task RunAsync(Func<CancellationToken, Task> changed, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(options.StartAfter, time, stopping);
            while (!health.IsParked)
            {
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                var change = changed(wait.Token);
                await RunOnceAsync(stopping);
                await Task.WhenAny(change, Task.Delay(health.Wait, time, wait.Token));
                await wait.CancelAsync();
                stopping.ThrowIfCancellationRequested();
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    /// <summary>One round. Never throws but on <paramref name="ct"/>: a failure is logged, noted and tried again.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        if (health.IsParked)
        {
            return;
        }

        try
        {
            await ReadAndTakeAsync(ct);
        }
        catch (DbException refused) when (!ct.IsCancellationRequested)
        {
            lastPage = null; // The source is fine; what it said is taken in the next round.
            health.NotTaken();
            Telemetry.StoreRefused(logger, source.Name, refused);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            lastPage = null;
            health.Failed(failure as SourceException);
            var reason = failure is OperationCanceledException ? $"reading took longer than {ReadLimit.TotalMinutes:0} minutes" : failure.Message;
            Telemetry.SourceFailed(logger, source.Name, health.Failures, reason);
            await NoteFailureAsync(reason, ct);
        }
    }

    private async Task ReadAndTakeAsync(CancellationToken ct)
    {
        if (!await HoldLeaseAsync(ct))
        {
            lastPage = null; // Whoever has it moves the cursor.
            return;
        }

        using var over = new CancellationTokenSource(ReadLimit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, over.Token);
        var page = await source.ReadAsync(cursor, limit.Token);
        var print = page.Unchanged ? lastPage : PagePrint.Of(page);
        var recovers = health.Good(page.Wait);
        if (page.Unchanged || print == lastPage)
        {
            await NoteQuietAsync(page.Cursor, recovers, ct);
        }
        else
        {
            await TakeAsync(page, recovers, ct);
        }

        (cursor, lastPage) = (page.Cursor, print);
        if (recovers)
        {
            health.Recovered();
            Telemetry.SourceBack(logger, source.Name);
        }
    }

    // What another process knew comes with the lease, at the start and after somebody else had it: hundreds of sources that begin at once then
    // share one connection.
    private async Task<bool> HoldLeaseAsync(CancellationToken ct)
    {
        if (leaseEnd - time.GetUtcNow() > ReadLimit)
        {
            return true;
        }

        var lease = await db.WriteAsync(
            async tx =>
            {
                var taken = await Lease.TakeAsync(tx, $"watch:{source.Name}", owner, (LeaseRounds * options.Every) + (2 * ReadLimit));
                if (taken.Owner == owner && taken.Fence != fence)
                {
                    lastPage = null;
                    await health.LoadAsync(tx);
                    cursor = await tx.FirstAsync<string>("select cursor from cursors where source = @Name", new { source.Name });
                }

                return taken;
            },
            ct);
        var isOurs = lease.Owner == owner;
        (fence, leaseEnd) = isOurs ? (lease.Fence, lease.Until) : default;
        return isOurs;
    }

    private async Task NoteQuietAsync(string? next, bool recovers, CancellationToken ct)
    {
        if (notes is not null && !recovers)
        {
            notes.Add(source.Name, next);
            return;
        }

        await db.WriteAsync(
            async tx =>
            {
                await tx.ExecuteAsync("update cursors set cursor = @next, read_at = @now where source = @Name", new { source.Name, next, now = tx.Now });
                if (recovers)
                {
                    await health.RecoverAsync(tx);
                }
            },
            ct);
    }

    private async Task TakeAsync(ContentPage page, bool recovers, CancellationToken ct)
    {
        await db.WriteAsync(
            async tx =>
            {
                await new TakePage(tx, source.Name, options, logger).RunAsync(WithTopics(page, await TopicTable.AllAsync(tx)));
                await tx.ExecuteAsync(
                    """
                    insert into cursors (source, cursor, read_at) values (@Name, @Cursor, @now)
                    on conflict (source) do update set cursor = excluded.cursor, read_at = excluded.read_at
                    """,
                    new { source.Name, page.Cursor, now = tx.Now });
                if (recovers)
                {
                    await health.RecoverAsync(tx);
                }

                tx.AfterCommit(db.Nudges.WakeAll);
            },
            ct);
        notes?.Forget(source.Name);
    }

    // The topics of the source besides each item's own; and, in passing, what staff should know of the page.
    private ContentPage WithTopics(ContentPage page, IEnumerable<Topic> topics)
    {
        var known = topics.Select(topic => topic.Slug).ToHashSet(StringComparer.OrdinalIgnoreCase);
        page = page with { Records = [.. page.Records.Select(With)] };
        var unknown = page.Records.SelectMany(record => record.Topics.Where(topic => !known.Contains(topic)).Select(topic => (record.Where, topic)));
        reports.Report([.. page.Refusals, .. MissingAlt.In(page)], unknown, known);
        return page;

        Record With(Record record)
        {
            var own = options.OwnTopics ? record.Topics : record.Topics.Where(known.Contains);
            return record with { Topics = [.. own.Concat(options.Topics).Distinct(StringComparer.OrdinalIgnoreCase)] };
        }
    }

    private async Task NoteFailureAsync(string reason, CancellationToken ct)
    {
        try
        {
            await db.WriteAsync(tx => health.NoteAsync(tx, reason), ct);
        }
        catch (Exception refused) when (!ct.IsCancellationRequested)
        {
            Telemetry.StoreRefused(logger, source.Name, refused);
        }
    }
}
