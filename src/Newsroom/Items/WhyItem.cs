using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>
/// Slice: why an item stands where it stands, or does not.
/// 1. Its source. 2. When it was seen, by which ids, and whether it may be shown. 3. Its topics. 4. Their routes. 5. What is owed by
/// them, and what is in its way: the fuse, a lane or an address that is closed, others before it.
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
        var roundUps = await RoundUps.PlacesAsync(tx, id);
        return
        [
            .. source?.Steps() ?? [],
            new(WhyPoint.FirstSeen, Verdict.Fine) { At = item.SeenAt, Detail = item.Archived ? "archive" : null },
            .. await IdentityAsync(tx, id),
            State(item, orders, tx.Now),
            .. topics.Count == 0 ? [new(WhyPoint.NoTopic, Verdict.Stops)] : topics.SelectMany(topic => OfTopic(topic, item, routes, places, new FilterSubject(item, topics))),
            .. await ObstaclesAsync(tx, [.. places.Where(place => place.State is not DeliveryState.Sent and not DeliveryState.Cancelled).Select(place => (place.Lane, place.Address))]),
            .. await WaitsAsync(tx, item, places),
            .. places.Select(place => Of(WhyPoint.Post, place)),
            .. roundUps.Select(place => Of(WhyPoint.RoundUp, place)),
            .. (await Publication.OfItemAsync(tx, id)).Select(Of),
        ];
    }

    private static async Task<IEnumerable<WhyStep>> IdentityAsync(Tx tx, long id)
    {
        var former = await tx.QueryAsync<(string ExternalId, DateTimeOffset At)>("select external_id, at from item_aliases where item_id = @id order by at desc, external_id", new { id });
        var vanished = await tx.FirstAsync<DateTimeOffset?>("select since from vanished_items where item_id = @id", new { id });
        return
        [
            .. former.Take(1).Select(last => new WhyStep(WhyPoint.SameItem, Verdict.Fine) { Subject = last.ExternalId, Count = former.Count, At = last.At }),
            .. vanished is { } since ? (WhyStep[])[new WhyStep(WhyPoint.Vanished, Verdict.Waits) { At = since }] : [],
        ];
    }

    // What makes a post wait that nothing closes.
    private static async Task<IReadOnlyList<WhyStep>> WaitsAsync(Tx tx, Item item, IReadOnlyList<Place> places)
    {
        var steps = new List<WhyStep>();
        if (places.Any(place => place.State == DeliveryState.Held && place.HeldFor.HasFlag(HeldFor.Fuse)))
        {
            steps.Add(new(WhyPoint.Fuse, Verdict.Stops) { Subject = item.Source, Count = await HeldPosts.CountAsync(tx, item.Source) });
        }

        foreach (var place in places.Where(place => place.State == DeliveryState.Pending))
        {
            // The address is an expression here, so that the small index of what is owed is used and not the long one of the address.
            var before = await tx.FirstAsync<long>(
                "select count(*) from deliveries where state in ('pending', 'sending', 'in_flight') and lane = @Lane and address || '' = @Address and id < @DeliveryId",
                new { place.Lane, place.Address, place.DeliveryId });
            if (before > 0)
            {
                steps.Add(new(WhyPoint.Queue, Verdict.Waits) { Subject = place.Address, Count = before });
            }
        }

        return steps;
    }

    /// <summary>What closes these addresses or their lanes.</summary>
    internal static async Task<IReadOnlyList<WhyStep>> ObstaclesAsync(Tx tx, IReadOnlyCollection<(string Lane, string Address)> addresses)
    {
        var down = (await DeliveryList.DownLanesAsync(tx)).Where(lane => addresses.Any(address => address.Lane == lane.Name));
        var parked = (await DeliveryList.ParkedAsync(tx)).Where(address => addresses.Contains((address.Lane, address.Address)));
        return
        [
            .. down.Select(lane => new WhyStep(WhyPoint.LaneDown, Verdict.Waits) { Subject = lane.Name, Detail = lane.DownReason, At = lane.DownSince }),
            .. parked.Select(address => new WhyStep(WhyPoint.Parked, Verdict.Waits) { Subject = address.Address, Lane = address.Lane, Detail = address.Reason, At = address.Since }),
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

    private static WhyStep Of(WhyPoint point, Place place) => new(point, place.State switch
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
