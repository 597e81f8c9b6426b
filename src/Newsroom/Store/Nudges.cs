using System.Collections.Concurrent;

namespace NewsBot.Newsroom.Store;

/// <summary>Named wake-up calls inside one process. A call that nobody waits for is kept, once.</summary>
public sealed class Nudges
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> bells = new(StringComparer.Ordinal);

    public void Wake(string name)
    {
        var bell = Bell(name);
        lock (bell)
        {
            if (bell.CurrentCount == 0)
            {
                bell.Release();
            }
        }
    }

    public void WakeAll()
    {
        foreach (var name in bells.Keys)
        {
            Wake(name);
        }
    }

    /// <summary>Returns at the next wake-up, or when <paramref name="atMost"/> is over.</summary>
    public async Task WaitAsync(string name, TimeSpan atMost, TimeProvider time, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var bell = Bell(name).WaitAsync(over.Token);
        await Task.WhenAny(bell, Task.Delay(atMost, time, over.Token));
        await over.CancelAsync();
        try
        {
            await bell; // A call that comes while we stop waiting must not go to a waiter who has left.
        }
        catch (OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
        }
    }

    private SemaphoreSlim Bell(string name) => bells.GetOrAdd(name, _ => new(0, 1));
}
