using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources;

/// <summary>
/// Watches one source.
/// 1. Hold the source's lease.
/// 2. Read it; a failure waits longer each time and delays no other source.
/// 3. Nothing differs from the last read: done.
/// 4. Else, in one transaction: items, what is owed for them, the cursor.
/// 5. Wait for the source to say "changed", or for the next round.
/// </summary>
public sealed class Watcher(Db db, IContentSource source, SourceOptions options, string owner, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan ReadLimit = TimeSpan.FromMinutes(5);

    /// <summary>One or two failed reads are a moment's trouble; this many in a row are for a person.</summary>
    private const int Worrying = 3;

    private readonly HashSet<string> reported = new(StringComparer.Ordinal);
    private string? lastPage;
    private int failures;

    /// <param name="changed">Returns when the source has reason to think that it changed.</param>
    public async Task RunAsync(Func<CancellationToken, Task> changed, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                var change = changed(wait.Token);
                await RunOnceAsync(stopping);
                await Task.WhenAny(change, Task.Delay(NextRound(), time, wait.Token));
                await wait.CancelAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>One round. Never throws but on <paramref name="ct"/>: a failure is logged, noted and tried again.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        try
        {
            await ReadAndTakeAsync(ct);
            if (failures > 0)
            {
                failures = 0;
                Telemetry.SourceBack(logger, source.Name);
            }
        }
        catch (DbException refused) when (!ct.IsCancellationRequested)
        {
            lastPage = null; // The source is fine; it is read again in the next round.
            Telemetry.StoreRefused(logger, source.Name, refused);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            failures++;
            lastPage = null;
            var reason = failure is OperationCanceledException ? $"reading took longer than {ReadLimit.TotalMinutes:0} minutes" : failure.Message;
            Telemetry.SourceFailed(logger, source.Name, failures, reason);
            await NoteFailureAsync(reason, ct);
        }
    }

    private async Task ReadAndTakeAsync(CancellationToken ct)
    {
        var lease = await db.WriteAsync(tx => Lease.TakeAsync(tx, $"watch:{source.Name}", owner, options.Every + ReadLimit), ct);
        if (lease.Owner != owner)
        {
            lastPage = null;
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ReadLimit);
        var cursor = await db.ReadAsync(tx => tx.FirstAsync<string>("select cursor from cursors where source = @Name", new { source.Name }), ct);
        var page = await source.ReadAsync(cursor, limit.Token);
        var print = page.Unchanged ? lastPage : Fingerprint(page);
        if (print == lastPage)
        {
            await db.WriteAsync(
                tx => tx.ExecuteAsync("update cursors set cursor = @Cursor, read_at = @now where source = @Name", new { source.Name, page.Cursor, now = tx.Now }), ct);
            return;
        }

        Report([.. page.Refusals, .. MissingAlt.In(page)]);
        await ReportUnknownTopicsAsync(page, ct);
        await db.WriteAsync(
            async tx =>
            {
                await new TakePage(tx, source.Name, options, logger).RunAsync(page);
                await tx.ExecuteAsync(
                    """
                    insert into cursors (source, cursor, read_at) values (@Name, @Cursor, @now)
                    on conflict (source) do update set cursor = excluded.cursor, read_at = excluded.read_at, failures = 0, error = null
                    """,
                    new { source.Name, page.Cursor, now = tx.Now });
                await Incidents.RecoverAsync(tx, Incident);
                tx.AfterCommit(db.Nudges.WakeAll);
            },
            ct);
        lastPage = print;
    }

    // The same complaint once, not every thirty seconds; again when it comes back after being mended.
    private void Report(IReadOnlyList<Refusal> refusals)
    {
        reported.RemoveWhere(text => refusals.All(refusal => text != Line(refusal)));
        foreach (var refusal in refusals.Where(refusal => reported.Add(Line(refusal))))
        {
            Telemetry.Refused(logger, source.Name, Printable.Of(refusal.Where), Printable.Of(refusal.Reason));
        }

        static string Line(Refusal refusal) => $"{refusal.Where}: {refusal.Reason}";
    }

    private async Task ReportUnknownTopicsAsync(ContentPage page, CancellationToken ct)
    {
        var slugs = (await db.ReadAsync(TopicTable.AllAsync, ct)).Select(topic => topic.Slug).ToList();
        foreach (var record in page.Records)
        {
            foreach (var unknown in record.Topics.Where(topic => !slugs.Contains(topic, StringComparer.OrdinalIgnoreCase)))
            {
                var hint = Nearest.To(unknown, slugs) is { } near ? $"did you mean \"{near}\"?" : slugs.Count > 0 ? $"known: {string.Join(", ", slugs)}" : "no topics are configured";
                if (reported.Add($"{record.Where}: topic {unknown}"))
                {
                    Telemetry.Refused(logger, source.Name, Printable.Of(record.Where), $"unknown topic \"{Printable.Of(unknown)}\"; {hint} The item goes without it");
                }
            }
        }
    }

    private async Task NoteFailureAsync(string reason, CancellationToken ct)
    {
        try
        {
            await db.WriteAsync(
                async tx =>
                {
                    await tx.ExecuteAsync(
                        """
                        insert into cursors (source, read_at, failures, error) values (@Name, null, @failures, @reason)
                        on conflict (source) do update set failures = excluded.failures, error = excluded.error
                        """,
                        new { source.Name, failures, reason });
                    if (failures >= Worrying)
                    {
                        await Incidents.RaiseAsync(tx, Incident, reason);
                    }
                },
                ct);
        }
        catch (Exception refused) when (!ct.IsCancellationRequested)
        {
            Telemetry.StoreRefused(logger, source.Name, refused);
        }
    }

    private string Incident => $"source/{source.Name}";

    private TimeSpan NextRound() =>
        failures == 0 ? options.Every : TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, options.Every.Ticks << Math.Min(failures, 10)));

    private static string Fingerprint(ContentPage page)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var record in page.Records)
        {
            Add(record.ExternalId);
            Add(record.ContentHash);
            Add(string.Join(',', record.Topics));
        }

        foreach (var refusal in page.Refusals)
        {
            Add(refusal.Where);
            Add(refusal.Reason);
        }

        return Convert.ToHexString(hash.GetHashAndReset());

        void Add(string text)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
    }
}
