namespace NewsBot.Discord.Rest;

/// <summary>
/// Keeps Discord's limits.
/// <list type="number">
/// <item>A request waits until its route's bucket and the global limit let it in (<see cref="EnterAsync"/>).</item>
/// <item>The route is method, template and major resource. Before its first answer it has a bucket of its own that lets one request in at a time.</item>
/// <item>The answer names the bucket (a hash) and its numbers. Buckets are kept by hash, major resource and method: the
/// hash alone is the same for all channels, and POST and PATCH of messages report one hash but count apart (discord-api-docs#1442).</item>
/// <item>A 429 closes what its scope says: everything, the bucket, or nothing but the request itself.</item>
/// </list>
/// </summary>
internal sealed class RateLimits(TimeProvider time)
{
    // A bound on memory, not a tuning: six routes per channel, and a newsroom has tens of channels.
    private const int MostRoutes = 1000;

    private readonly Lock gate = new();
    private readonly long began = time.GetTimestamp();
    private readonly Dictionary<(HttpMethod, string Template, string Major), Bucket> routes = [];
    private readonly Dictionary<(HttpMethod, string Hash, string Major), Bucket> buckets = [];
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
                if (invalid.Wait(now) is var refused && refused > TimeSpan.Zero)
                    throw new RateLimitedException(endpoint.ToString(), refused, RateLimitScope.Breaker);
                var bucket = BucketOf(endpoint);
                var (ours, everyones) = (bucket.Wait(now), global.Wait(now));
                if (ours == TimeSpan.Zero && everyones == TimeSpan.Zero)
                {
                    bucket.Enter(now);
                    global.Enter(now);
                    return bucket;
                }
                (wait, scope) = everyones > (ours ?? TimeSpan.Zero) ? (everyones, RateLimitScope.Global) : (ours, RateLimitScope.User);
                changed = bucket.Changed;
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
                named = BucketNamed(limits.Bucket, endpoint);
                named.Learn(limits, now);
            }
            else if (answer.IsSuccess)
            {
                bucket.LearnUnlimited();
            }
            if (answer.Throttle is { } throttle)
                Close(named, throttle, answer.Limits, now);
            if (answer.IsInvalid)
                invalid.Count(now);
        }
    }

    private void Close(Bucket bucket, Throttle throttle, RateLimitHeaders? limits, TimeSpan now)
    {
        if (throttle.Scope == RateLimitScope.Global)
            global.Close(throttle.Wait, now);
        // A hidden limit on a part of the route (edits of old messages, say) shows as a wait far beyond the bucket's own
        // window, or as a bucket with requests left: then the others may go on (discord-api-docs#6109).
        else if (throttle.Scope == RateLimitScope.User && (limits is null || (limits.Remaining == 0 && throttle.Wait <= limits.ResetAfter + TimeSpan.FromSeconds(1))))
            bucket.Close(throttle.Wait, now);
    }

    private Bucket BucketOf(Endpoint endpoint)
    {
        var route = (endpoint.Method, endpoint.Template, endpoint.Major);
        if (!routes.TryGetValue(route, out var bucket))
        {
            ForgetIfFull();
            routes[route] = bucket = new Bucket();
        }
        return bucket;
    }

    private Bucket BucketNamed(string hash, Endpoint endpoint)
    {
        var key = (endpoint.Method, hash, endpoint.Major);
        if (!buckets.TryGetValue(key, out var bucket))
        {
            ForgetIfFull();
            buckets[key] = bucket = new Bucket();
        }
        return routes[(endpoint.Method, endpoint.Template, endpoint.Major)] = bucket;
    }

    // Forgets the routes used longest ago, and buckets no route leads to. What was forgotten too early costs one request at
    // a time until the next answer.
    private void ForgetIfFull()
    {
        if (routes.Count < MostRoutes && buckets.Count < MostRoutes)
            return;
        foreach (var (route, _) in routes.Where(pair => pair.Value.IsIdle).OrderBy(pair => pair.Value.LastUsed).Take(MostRoutes / 4).ToList())
            routes.Remove(route);
        var used = routes.Values.ToHashSet();
        foreach (var (key, _) in buckets.Where(pair => !used.Contains(pair.Value)).ToList())
            buckets.Remove(key);
    }
}
