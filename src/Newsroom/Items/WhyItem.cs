using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>
/// Slice: why an item stands where it stands, or does not.
/// 1. Its source. 2. When it was seen, and whether it may be shown. 3. Its topics. 4. Their routes. 5. What is owed by them, and what is in its way.
/// </summary>
public static class WhyItem
{
    /// <returns>The steps in order; null: there is no such item.</returns>
    public static async Task<IReadOnlyList<WhyStep>?> RunAsync(Tx tx, long id)
    {
        if (await ItemTable.FindAsync(tx, id) is not { } item)
        {
            return null;
        }

        var source = (await SourceStatus.ListAsync(tx, item.Source)) is [var read] ? read : null;
        var orders = await OrderTable.OfItemAsync(tx, id);
        var topics = await TopicTable.OfItemAsync(tx, id);
        var routes = (await TopicTable.RoutesAsync(tx)).Where(route => topics.Any(topic => topic.Id == route.TopicId)).ToList();
        var places = await Place.OfItemAsync(tx, id);
        return
        [
            .. source?.Steps() ?? [],
            new(WhyPoint.FirstSeen, Verdict.Fine) { At = item.SeenAt, Detail = item.SeenAt == source?.FirstReadAt ? "archive" : null },
            State(item, orders, tx.Now),
            .. topics.Count == 0 ? [new(WhyPoint.NoTopic, Verdict.Stops)] : topics.SelectMany(topic => OfTopic(topic, item, routes, places, new FilterSubject(item, topics))),
            .. await ObstaclesAsync(tx, [.. places.Where(place => place.State is not DeliveryState.Sent and not DeliveryState.Cancelled).Select(place => (place.Lane, place.Address))]),
            .. places.Select(Of),
            .. (await Publication.OfItemAsync(tx, id)).Select(Of),
        ];
    }

    /// <summary>What closes these addresses or their lanes.</summary>
    internal static async Task<IReadOnlyList<WhyStep>> ObstaclesAsync(Tx tx, IReadOnlyCollection<(string Lane, string Address)> addresses)
    {
        var down = (await DeliveryList.DownLanesAsync(tx)).Where(lane => addresses.Any(address => address.Lane == lane.Name));
        var parked = (await DeliveryList.ParkedAsync(tx)).Where(address => addresses.Contains((address.Lane, address.Address)));
        return
        [
            .. down.Select(lane => new WhyStep(WhyPoint.LaneDown, Verdict.Waits) { Subject = lane.Name, Detail = lane.DownReason, At = lane.DownSince }),
            .. parked.Select(address => new WhyStep(WhyPoint.Parked, Verdict.Waits) { Subject = address.Address, Detail = address.Reason, At = address.Since }),
        ];
    }

    private static WhyStep State(Item item, StaffOrders orders, DateTimeOffset now) => item.State switch
    {
        ItemState.Withdrawn when orders.RetractedAt is { } at => new(WhyPoint.State, Verdict.Stops) { Detail = "retracted", At = at },
        ItemState.Withdrawn when item.GoneAt is { } at => new(WhyPoint.State, Verdict.Stops) { Detail = "gone", At = at },
        ItemState.Withdrawn => new(WhyPoint.State, Verdict.Stops) { Detail = "withdrawn" },
        ItemState.Held => new(WhyPoint.State, Verdict.Stops) { Detail = "held", At = orders.HeldAt },
        ItemState.Scheduled => new(WhyPoint.State, Verdict.Waits) { Detail = "scheduled", At = item.PublishAt },
        _ when item.ExpiresAt <= now => new(WhyPoint.State, Verdict.Stops) { Detail = "expired", At = item.ExpiresAt },
        _ => new(WhyPoint.State, Verdict.Fine) { Detail = "public", At = item.PublicAt },
    };

    private static IEnumerable<WhyStep> OfTopic(Topic topic, Item item, List<Route> routes, IReadOnlyList<Place> places, FilterSubject subject)
    {
        yield return topic.MutedAt is { } muted
            ? new(WhyPoint.TopicMuted, Verdict.Stops) { Subject = topic.Slug, Detail = topic.Name, At = muted }
            : new(WhyPoint.Topic, Verdict.Fine) { Subject = topic.Slug, Detail = topic.Name };
        var own = routes.Where(route => route.TopicId == topic.Id).ToList();
        if (own.Count == 0)
        {
            yield return new(WhyPoint.NoRoute, Verdict.Stops) { Subject = topic.Slug };
        }

        foreach (var route in own)
        {
            var owed = places.Any(place => place.Lane == route.Lane && place.Address == route.Address);
            var (point, verdict) = owed || !Filter.Of(route.Filter).Explain(subject).Passes ? (WhyPoint.Route, Verdict.Fine)
                : route.Since > item.PublicAt ? (WhyPoint.RouteTooNew, Verdict.Stops)
                : item.State == ItemState.Public ? (WhyPoint.NothingOwed, Verdict.Stops)
                : (WhyPoint.Route, Verdict.Fine);
            yield return new(point, verdict) { Subject = route.Address, Detail = topic.Slug, At = route.Since };
            foreach (var step in OfFilter(route, subject, owed))
            {
                yield return step;
            }
        }
    }

    private static WhyStep Of(Publication publication) => new(WhyPoint.Published, publication.Delivery.State switch
    {
        DeliveryState.Dead => Verdict.Stops,
        DeliveryState.Sent or DeliveryState.Cancelled => Verdict.Fine,
        _ when publication.Delivery.RemoteId is not null => Verdict.Fine,
        _ => Verdict.Waits,
    })
    {
        Subject = publication.Delivery.Address,
        Detail = publication.Delivery.RemoteId is null ? publication.Delivery.LastError : null,
        At = publication.Turn ?? publication.Delivery.FinishedAt,
        Count = publication.Turn is null ? null : publication.Before,
    };

    /// <param name="owed">The item is owed there, whatever the filter says now.</param>
    internal static IEnumerable<WhyStep> OfFilter(Route route, FilterSubject subject, bool owed) =>
        route.Filter is not null && Filter.Of(route.Filter).Explain(subject) is var (passes, why)
            ? [new(WhyPoint.Filter, passes || owed ? Verdict.Fine : Verdict.Stops) { Subject = route.Address, Detail = $"{(passes ? "passes" : "does not pass")}: {why}" }]
            : [];

    private static WhyStep Of(Place place) => new(WhyPoint.Post, place.State switch
    {
        _ when place.RemovedAt is not null => Verdict.Stops,
        DeliveryState.Held or DeliveryState.Dead or DeliveryState.Cancelled => Verdict.Stops,
        DeliveryState.Sent => Verdict.Fine,
        _ => Verdict.Waits,
    })
    {
        Subject = place.Address,
        Detail = place.LastError,
        At = place.State == DeliveryState.Sent ? place.FinishedAt : place.DueAt,
        Place = place,
    };
}
