namespace NewsBot.Discord.Rest;

/// <summary>
/// One limit on one channel, for one method: how many requests are left in the running window. Pure but for its signal;
/// instants are spans since the client's start. Not thread-safe.
/// </summary>
/// <param name="open">Until an answer says more, everything may go; else one request at a time.</param>
internal sealed class Bucket(bool open)
{
    private int limit = open ? int.MaxValue : 1;
    private int remaining = open ? int.MaxValue : 1;
    private int inFlight;
    private bool learned = open;
    private TimeSpan? windowEnds;     // null: no answer of this window yet
    private TaskCompletionSource? changed;

    public TimeSpan LastUsed { get; private set; }

    public bool IsIdle => inFlight == 0;

    /// <summary>Ends when a request of this bucket does. Completed by <see cref="Leave"/>.</summary>
    public Task Changed => (changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Zero: a request may go. Null: when the answer to one of those under way comes. Waits only while nothing remains.</summary>
    public TimeSpan? Wait(TimeSpan now)
    {
        Roll(now);
        return remaining > 0 ? TimeSpan.Zero : windowEnds - now;
    }

    public void Enter(TimeSpan now)
    {
        remaining--;
        inFlight++;
        LastUsed = now;
    }

    /// <summary>Ends a request, answered or not; then what its answer says comes by the methods below.</summary>
    public void Leave()
    {
        inFlight--;
        // Requests that were never answered start no window; without this the last of them would close the bucket for ever.
        if (inFlight == 0 && windowEnds is null)
            remaining = limit;
        changed?.SetResult();
        changed = null;
    }

    /// <summary>
    /// Takes over the answer's numbers. Within a window the count only falls: answers overtake each other, and Discord
    /// does not know yet what is under way.
    /// </summary>
    public void Learn(RateLimitHeaders answer, TimeSpan now)
    {
        Roll(now);
        remaining = learned ? Math.Min(remaining, answer.Remaining) : Math.Max(0, answer.Remaining - inFlight);
        limit = answer.Limit;
        windowEnds = now + answer.ResetAfter;
        learned = true;
    }

    /// <summary>The answer named no limit: only the global one counts. A limit known from before is not unlearned by one bare answer.</summary>
    public void LearnUnlimited()
    {
        if (learned)
            return;
        limit = remaining = int.MaxValue;
        windowEnds = null;
        learned = true;
    }

    /// <summary>Nothing may go for this long (429).</summary>
    public void Close(TimeSpan wait, TimeSpan now)
    {
        Roll(now);
        remaining = 0;
        var opens = now + wait;
        windowEnds = windowEnds > opens ? windowEnds : opens;
    }

    private void Roll(TimeSpan now)
    {
        if (now < windowEnds || windowEnds is null)
            return;
        windowEnds = null;
        // What is under way may be counted in the new window.
        remaining = limit - inFlight;
    }
}
