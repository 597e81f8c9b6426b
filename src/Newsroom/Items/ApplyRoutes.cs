using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

public sealed record WantedRoute(string Lane, string Address, RouteTerms Terms);

/// <summary>A topic with all its routes, in every lane, as somebody wants them.</summary>
public sealed record WantedRoutes(string Slug, string Name, IReadOnlyList<WantedRoute> Routes);

/// <summary>One difference between what is and what is wanted. Closed: these five.</summary>
public abstract record RouteChange(string Slug)
{
    public sealed record NewTopic(string Slug, string Name) : RouteChange(Slug);

    public sealed record NewName(string Slug, string Before, string Name) : RouteChange(Slug);

    public sealed record NewRoute(string Slug, string Lane, string Address, RouteTerms Terms) : RouteChange(Slug);

    public sealed record NewTerms(string Slug, string Lane, string Address, RouteTerms Before, RouteTerms Terms) : RouteChange(Slug);

    public sealed record NoRoute(string Slug, string Lane, string Address, RouteTerms Before) : RouteChange(Slug);
}

/// <summary>
/// Slice: topics and routes become what a file says. Of a topic that it names, it says all: another name, and every route. Topics
/// that it does not name stay as they are. Each change is the one that staff would make by command.
/// </summary>
public static class ApplyRoutes
{
    /// <summary>What would change, in the order of slugs, and of lanes and addresses.</summary>
    public static async Task<IReadOnlyList<RouteChange>> PlanAsync(Tx tx, IReadOnlyCollection<WantedRoutes> wanted)
    {
        var topics = (await TopicTable.AllAsync(tx)).ToDictionary(topic => topic.Slug, StringComparer.Ordinal);
        var routes = (await TopicTable.RoutesAsync(tx)).ToLookup(route => route.TopicId);
        var changes = new List<RouteChange>();
        foreach (var topic in wanted.OrderBy(topic => topic.Slug, StringComparer.Ordinal))
        {
            var there = topics.GetValueOrDefault(topic.Slug);
            if (there?.Name != topic.Name)
            {
                changes.Add(there is null ? new RouteChange.NewTopic(topic.Slug, topic.Name) : new RouteChange.NewName(topic.Slug, there.Name, topic.Name));
            }

            changes.AddRange(OfTopic(topic, there is null ? [] : routes[there.Id]));
        }

        return changes;
    }

    /// <summary>Makes exactly these changes.</summary>
    /// <returns>False: somebody changed routes meanwhile, so that these are not the differences any more, and nothing was done.</returns>
    public static async Task<bool> RunAsync(Tx tx, IReadOnlyCollection<WantedRoutes> wanted, IReadOnlyList<RouteChange> shown)
    {
        if (!shown.SequenceEqual(await PlanAsync(tx, wanted)))
        {
            return false;
        }

        foreach (var change in shown)
        {
            await DoAsync(tx, change);
        }

        return true;
    }

    private static Task DoAsync(Tx tx, RouteChange change) => change switch
    {
        RouteChange.NewTopic topic => TopicTable.PutAsync(tx, topic.Slug, topic.Name),
        RouteChange.NewName topic => TopicTable.PutAsync(tx, topic.Slug, topic.Name),
        RouteChange.NewRoute route => RouteTopic.RunAsync(tx, route.Slug, route.Lane, route.Address, route.Terms),
        RouteChange.NewTerms route => RouteTopic.RunAsync(tx, route.Slug, route.Lane, route.Address, route.Terms),
        RouteChange.NoRoute route => UnrouteTopic.RunAsync(tx, route.Slug, route.Lane, route.Address),
        _ => throw new InvalidOperationException($"{change.GetType().Name} is no change of routes."),
    };

    private static IEnumerable<RouteChange> OfTopic(WantedRoutes topic, IEnumerable<Route> routes)
    {
        var before = routes.ToDictionary(route => (route.Lane, route.Address), route => route.Terms);
        var after = topic.Routes.ToDictionary(route => (route.Lane, route.Address), route => route.Terms);
        foreach (var (lane, address) in before.Keys.Union(after.Keys).OrderBy(place => place.Lane, StringComparer.Ordinal).ThenBy(place => place.Address, StringComparer.Ordinal))
        {
            var (old, terms) = (before.GetValueOrDefault((lane, address)), after.GetValueOrDefault((lane, address)));
            if (terms is null)
            {
                yield return new RouteChange.NoRoute(topic.Slug, lane, address, old!);
            }
            else if (old is null)
            {
                yield return new RouteChange.NewRoute(topic.Slug, lane, address, terms);
            }
            else if (old != terms)
            {
                yield return new RouteChange.NewTerms(topic.Slug, lane, address, old, terms);
            }
        }
    }
}
