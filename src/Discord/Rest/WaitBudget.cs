namespace NewsBot.Discord.Rest;

/// <summary>What one call may still wait for limits.</summary>
internal sealed class WaitBudget(Endpoint endpoint, TimeProvider time)
{
    /// <summary>A longer wait is the caller's: it can store the moment, and do other things until then.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    // Said when the budget ended behind a request of our own whose answer is still out.
    private static readonly TimeSpan AnswerPending = TimeSpan.FromSeconds(1);

    private TimeSpan left = Most;

    /// <param name="wait">How long; null = until <paramref name="changed"/>.</param>
    /// <param name="scope">Whose limit it is, for the exception.</param>
    /// <param name="changed">Ends the wait early; null = nothing does.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="RateLimitedException">The wait is longer than what is left.</exception>
    public async Task WaitAsync(TimeSpan? wait, RateLimitScope scope, Task? changed, CancellationToken ct)
    {
        if (left <= TimeSpan.Zero || wait > left)
            throw new RateLimitedException(endpoint.ToString(), wait ?? AnswerPending, scope);
        var began = time.GetTimestamp();
        // Timers count whole milliseconds and round down: ending early would mean asking again at once.
        var whole = TimeSpan.FromMilliseconds(Math.Ceiling((wait ?? left).TotalMilliseconds));
        var end = changed is null ? Task.Delay(whole, time, ct) : changed.WaitAsync(whole, time, ct);
        await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        left -= time.GetElapsedTime(began);
    }
}
