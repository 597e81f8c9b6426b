namespace NewsBot.Sandbox;

/// <summary>Lets tests wait until something stands in a store, without polling: the store pulses after each change.</summary>
internal sealed class Signal
{
    private TaskCompletionSource next = New();

    public void Pulse() => Interlocked.Exchange(ref next, New()).TrySetResult();

    public async Task<T> UntilAsync<T>(Func<T?> look, CancellationToken ct)
        where T : class
    {
        while (true)
        {
            var change = Volatile.Read(ref next).Task; // Taken before looking, so that a change in between is not missed.
            if (look() is { } found)
            {
                return found;
            }

            await change.WaitAsync(ct);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
