namespace NewsBot.Discord.Rest;

/// <summary>
/// The buckets of one kind of routes, by what is known of them: before its first answer a route has a bucket of its own, after it
/// the one that the answer names. Not thread-safe.
/// </summary>
/// <param name="open">A bucket nobody has heard of lets everything in at once, instead of one request at a time.</param>
internal sealed class RouteBook(bool open)
{
    // A bound on memory, not a tuning: six routes per channel, and a newsroom has tens of channels; an interaction has
    // three, and every interaction is a new one.
    private const int MostRoutes = 1000;

    private readonly Dictionary<(HttpMethod, string Template, string Major), Route> routes = [];
    private readonly Dictionary<(HttpMethod, string Hash, string Major), Bucket> buckets = [];

    public Route Of(Endpoint endpoint)
    {
        var key = (endpoint.Method, endpoint.Template, endpoint.Major);
        if (!routes.TryGetValue(key, out var route))
        {
            ForgetIfFull();
            routes[key] = route = new Route(new Bucket(open));
        }
        return route;
    }

    /// <summary>The bucket of this name, from now on that of the route.</summary>
    public Bucket Named(string hash, Endpoint endpoint)
    {
        var key = (endpoint.Method, hash, endpoint.Major);
        if (!buckets.TryGetValue(key, out var bucket))
        {
            ForgetIfFull();
            buckets[key] = bucket = new Bucket(open);
        }
        return Of(endpoint).Bucket = bucket;
    }

    // Forgets the routes used longest ago, and buckets no route leads to. What was forgotten too early costs one request at
    // a time until the next answer.
    private void ForgetIfFull()
    {
        if (routes.Count < MostRoutes && buckets.Count < MostRoutes)
            return;
        foreach (var (key, _) in routes.Where(pair => pair.Value.Bucket.IsIdle).OrderBy(pair => pair.Value.Bucket.LastUsed).Take(MostRoutes / 4).ToList())
            routes.Remove(key);
        var used = routes.Values.Select(route => route.Bucket).ToHashSet();
        foreach (var (key, _) in buckets.Where(pair => !used.Contains(pair.Value)).ToList())
            buckets.Remove(key);
    }
}

/// <summary>One method and template on one channel: the limit that its answers name, and when its requests went.</summary>
internal sealed class Route(Bucket bucket)
{
    public Bucket Bucket { get; set; } = bucket;

    public Trail Trail { get; } = new();
}
