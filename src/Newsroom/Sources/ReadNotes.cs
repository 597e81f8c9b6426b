using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources;

/// <summary>
/// When sources were read, if there was nothing new: written for all of them at once, so that hundreds of quiet sources cost one transaction a
/// minute. What a crash loses of it is read again.
/// </summary>
public sealed class ReadNotes(Db db, TimeProvider time, ILogger logger)
{
    /// <summary>Staff who ask when a source was read are off by as much.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Note> notes = new(StringComparer.Ordinal);

    public void Add(string source, string? cursor) => notes[source] = new Note(source, cursor, time.GetUtcNow());

    /// <summary>A read that found something has said it all in its own transaction.</summary>
    public void Forget(string source) => notes.TryRemove(source, out _);

    /// <summary>Writes every minute and at the end.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            using var timer = new PeriodicTimer(Round, time);
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await FlushAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>Never throws but on <paramref name="ct"/>: what a store refuses is written in the next round.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        var taken = notes.Keys.Select(source => notes.TryRemove(source, out var note) ? note : null).OfType<Note>().ToList();
        if (taken.Count == 0)
        {
            return;
        }

        try
        {
            // Late notes must not undo what a read with news has written since.
            await db.WriteAsync(
                tx => tx.ExecuteAsync("update cursors set cursor = @Cursor, read_at = @At where source = @Source and (read_at is null or read_at <= @At)", taken),
                ct);
        }
        catch (Exception refused) when (!ct.IsCancellationRequested)
        {
            Telemetry.StoreRefused(logger, "sources", refused);
            foreach (var note in taken)
            {
                notes.TryAdd(note.Source, note);
            }
        }
    }

    private sealed record Note(string Source, string? Cursor, DateTimeOffset At);
}
