using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Chat;

/// <summary>A delivery becomes a post at its address. What the item says at this moment counts, not what it said when the delivery was written.</summary>
internal sealed class ChatSender(Db db, IChatTransport transport, TimeProvider time)
{
    /// <summary>Where posts are published and have threads; null: the transport knows neither.</summary>
    public ChannelKinds? Kinds { get; init; }

    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct)
    {
        if (delivery.RemovedAt is not null)
        {
            return new SendOutcome.Sent(delivery.RemoteId) { Removed = true };
        }

        var (item, topics, routes, calendar) = await db.ReadAsync(
            async tx =>
            {
                var found = await ItemTable.FindAsync(tx, delivery.CauseId);
                return (
                    found,
                    await TopicTable.OfItemAsync(tx, delivery.CauseId),
                    await TopicTable.RoutesOfItemAsync(tx, delivery.CauseId, delivery.Lane, delivery.Address),
                    found is null ? null : await CalendarLink.OfAsync(tx, found));
            },
            ct);
        if (item is null)
        {
            return new SendOutcome.GiveUp($"item {delivery.CauseId} is not in the store");
        }

        var retracted = delivery.Wanted == Wanted.Absent || item.State == ItemState.Withdrawn;
        if (!retracted && !item.IsPublic(time.GetUtcNow()))
        {
            // An expired item is no news any more, but what was said stays said.
            return delivery.RemoteId is null ? new SendOutcome.GiveUp("the item is not public any more", Unwanted: true) : new SendOutcome.Sent(delivery.RemoteId);
        }

        if (!retracted && delivery.RemoteId is not null && await EditPause.OfAsync(db, delivery, time.GetUtcNow(), ct) is { } pause)
        {
            return pause;
        }

        var route = Routing.Foremost(item, topics, routes);
        var settings = route is null ? new RouteSettings() : RouteSettings.Parse(route.Settings);
        if (item.Notify == Notify.Normal && settings.IsQuiet(time.GetUtcNow()))
        {
            item = item with { Notify = Notify.Silent };
        }

        var post = Post.From(item, topics, settings, retracted) with { CalendarUrl = calendar, TopicId = route?.TopicId };
        var outcome = await transport.ShowAsync(delivery.Address, post, Standing.Of(delivery), ct);
        return outcome is SendOutcome.Sent { Removed: false, RemoteId: not null } stands ? FollowUp.Of(stands, delivery, item, retracted, settings, Kinds?.Known(delivery.Address)) : outcome;
    }
}
