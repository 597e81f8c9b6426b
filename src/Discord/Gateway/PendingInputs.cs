namespace NewsBot.Discord.Gateway;

/// <summary>What the loop waits for, at most one thing of each kind. What is replaced or stopped is never heard of again.</summary>
internal sealed class PendingInputs : IAsyncDisposable
{
    // After so many frames in a row a timer gets its turn: first the frames, because an acknowledgement may be among them.
    private const int MostFramesInARow = 64;

    private readonly Dictionary<Enum, Work> works = [];
    private readonly List<Task> leaving = [];
    private int framesInARow;

    /// <summary>The next frame of the present connection; null if there is none.</summary>
    public Task<GatewayInput>? Frame { get; set; }

    /// <param name="slot">Replaces what was there.</param>
    /// <param name="run">Throws nothing but what its token causes.</param>
    public void Start(Enum slot, Func<CancellationToken, Task<GatewayInput>> run)
    {
        Stop(slot);
        var ends = new CancellationTokenSource();
        works[slot] = new Work(run(ends.Token), ends);
    }

    public void Stop(Enum slot)
    {
        if (!works.Remove(slot, out var work))
            return;
        leaving.RemoveAll(task => task.IsCompleted);
        leaving.Add(EndAsync(work));
    }

    /// <summary>Waits for whichever comes first.</summary>
    public async Task<GatewayInput> NextAsync(Task<GatewayInput> stop)
    {
        while (true)
        {
            if (stop.IsCompleted)
                return await stop;
            if (Frame is { IsCompleted: true } && framesInARow < MostFramesInARow)
                return await TakeFrameAsync();
            framesInARow = 0;
            foreach (var (slot, work) in works)
            {
                if (!work.Task.IsCompleted)
                    continue;
                works.Remove(slot);
                work.Ends.Dispose();
                return await work.Task;
            }
            if (Frame is { IsCompleted: true })
                return await TakeFrameAsync();
            await Task.WhenAny([stop, .. works.Values.Select(work => work.Task), .. Frame is null ? Array.Empty<Task<GatewayInput>>() : [Frame]]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in works.Keys.ToList())
            Stop(slot);
        await Task.WhenAll(leaving);
    }

    private Task<GatewayInput> TakeFrameAsync()
    {
        framesInARow++;
        var frame = Frame!;
        Frame = null;
        return frame;
    }

    private static async Task EndAsync(Work work)
    {
        await work.Ends.CancelAsync();
        await ((Task)work.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        work.Ends.Dispose();
    }

    private sealed record Work(Task<GatewayInput> Task, CancellationTokenSource Ends);
}
