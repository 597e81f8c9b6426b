namespace NewsBot.Discord.Rest;

/// <summary>
/// Keeps Discord's limits.
/// <list type="number">
/// <item>A request waits until its route's bucket and the global limit let it in (<see cref="EnterAsync"/>). What belongs to an
/// interaction waits for its own bucket alone, which starts open.</item>
/// <item>The route is method, template and major resource. Before its first answer it has a bucket of its own that lets one request in at a time.</item>
/// <item>The answer names the bucket (a hash) and its numbers. Buckets are kept by hash, major resource and method: the
/// hash alone is the same for all channels, and POST and PATCH of messages report one hash but count apart (discord-api-docs#1442).</item>
/// <item>A 429 closes what its scope says: everything, the bucket, or nothing but the request itself. One that comes although the
/// bucket had room tells of a limit without a name, which is learned for all channels (<see cref="Trail"/>).</item>
/// </list>
/// </summary>
internal sealed class RateLimits(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly long began = time.GetTimestamp();
    private readonly RouteBook routes = new(open: false);
    private readonly RouteBook interactions = new(open: true);
    private readonly Dictionary<(HttpMethod, string Template), HiddenLimit> hidden = [];
    private readonly GlobalLimit global = new();
    private readonly InvalidRequests invalid = new();

    private TimeSpan Now => time.GetElapsedTime(began);

    /// <summary>Waits for its turn. Each bucket that comes back must go to <see cref="Leave(Bucket)"/> or the other, whatever happens.</summary>
    /// <exception cref="RateLimitedException">The turn comes later than the call may wait.</exception>
    public async Task<Bucket> EnterAsync(Endpoint endpoint, WaitBudget budget, CancellationToken ct)
    {
        while (true)
        {
            TimeSpan? wait;
            RateLimitScope scope;
            Task changed;
            lock (gate)
            {
                var now = Now;
                var alone = endpoint.Access == Access.Interaction;
                if (!alone && invalid.Wait(now) is var refused && refused > TimeSpan.Zero)
                    throw new RateLimitedException(endpoint.ToString(), refused, RateLimitScope.Breaker);
                var route = BookOf(endpoint).Of(endpoint);
                var ours = Longer(route.Bucket.Wait(now), route.Trail.Wait(hidden.GetValueOrDefault((endpoint.Method, endpoint.Template)), now));
                var everyones = alone ? TimeSpan.Zero : global.Wait(now);
                if (ours == TimeSpan.Zero && everyones == TimeSpan.Zero)
                {
                    Enter(route, alone, now);
                    return route.Bucket;
                }
                (wait, scope) = everyones > (ours ?? TimeSpan.Zero) ? (everyones, RateLimitScope.Global) : (ours, RateLimitScope.User);
                changed = route.Bucket.Changed;
            }
            await budget.WaitAsync(wait, scope, changed, ct);
        }
    }

    public void Leave(Bucket bucket)
    {
        lock (gate)
            bucket.Leave();
    }

    /// <summary>Ends the request and learns from its answer.</summary>
    public void Leave(Bucket bucket, Endpoint endpoint, Answer answer)
    {
        lock (gate)
        {
            bucket.Leave();
            var now = Now;
            var named = bucket;
            if (answer.Limits is { } limits)
            {
                named = BookOf(endpoint).Named(limits.Bucket, endpoint);
                named.Learn(limits, now);
            }
            else if (answer.IsSuccess)
            {
                bucket.LearnUnlimited();
            }
            if (answer.Throttle is { } throttle)
                Close(named, endpoint, throttle, answer.Limits, now);
            if (answer.IsInvalid)
                invalid.Count(now);
        }
    }

    private void Enter(Route route, bool alone, TimeSpan now)
    {
        route.Bucket.Enter(now);
        route.Trail.Note(now);
        if (!alone)
            global.Enter(now);
    }

    private void Close(Bucket bucket, Endpoint endpoint, Throttle throttle, RateLimitHeaders? limits, TimeSpan now)
    {
        var trail = BookOf(endpoint).Of(endpoint).Trail;
        trail.Refused();
        switch (throttle.Scope)
        {
            case RateLimitScope.Global:
                global.Close(throttle.Wait, now);
                break;
            case RateLimitScope.User when limits is null || (limits.Remaining == 0 && throttle.Wait <= limits.ResetAfter + TimeSpan.FromSeconds(1)):
                bucket.Close(throttle.Wait, now);
                break;
            // A hidden limit shows as a wait far beyond the bucket's own window, or as a bucket with requests left. If it may be
            // the route's, the route keeps it; if it is one of a part (edits of old messages, say), the others may go on.
            case RateLimitScope.User when trail.Infer(now + throttle.Wait, now) is { } found:
                Keep((endpoint.Method, endpoint.Template), found);
                break;
        }
    }

    private void Keep((HttpMethod, string Template) kind, HiddenLimit found)
    {
        var known = hidden.GetValueOrDefault(kind);
        var stricter = known is not null && known.PerSecond < found.PerSecond && found.LearnedAt - known.LearnedAt < HiddenLimit.Lasts;
        hidden[kind] = stricter ? known! with { LearnedAt = found.LearnedAt } : found;
    }

    private RouteBook BookOf(Endpoint endpoint) => endpoint.Access == Access.Interaction ? interactions : routes;

    private static TimeSpan? Longer(TimeSpan? answerPending, TimeSpan other) => answerPending > other || answerPending is null ? answerPending : other;
}
