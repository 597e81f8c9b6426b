using NewsBot.Bot.Chat;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>Deliveries that are no posts become messages: cards and alerts on the desk, and test posts. As with posts, what the store says at this moment counts.</summary>
internal sealed class DeskSender(Db db, ChannelMessages messages)
{
    /// <summary>By cause kind, for <see cref="SendByCause"/>.</summary>
    public IReadOnlyDictionary<string, SendDelivery> Senders => new Dictionary<string, SendDelivery>(StringComparer.Ordinal)
    {
        ["desk"] = SendCardAsync,
        ["incident"] = SendAlertAsync,
        ["test"] = SendTestAsync,
    };

    private async Task<SendOutcome> SendCardAsync(Delivery delivery, CancellationToken ct)
    {
        var draft = await db.ReadAsync(tx => DeskCard.OfAsync(tx, delivery.CauseId), ct);
        return draft is null
            ? new SendOutcome.GiveUp($"item {delivery.CauseId} is not in the store", Unwanted: true)
            : await StandAsync(delivery, draft, DeskCard.Mark(delivery.CauseId), "For the news desk", ct);
    }

    private async Task<SendOutcome> SendAlertAsync(Delivery delivery, CancellationToken ct)
    {
        var incident = await db.ReadAsync(tx => Incidents.FindAsync(tx, delivery.CauseId), ct);
        return incident is null
            ? new SendOutcome.GiveUp($"incident {delivery.CauseId} is not in the store", Unwanted: true)
            : await StandAsync(delivery, DeskAlert.Of(incident), DeskAlert.Mark(incident.Id), "Alert", ct);
    }

    private async Task<SendOutcome> SendTestAsync(Delivery delivery, CancellationToken ct)
    {
        var (test, routes) = await db.ReadAsync(async tx => (await TestPosts.FindAsync(tx, delivery.CauseId), await TopicTable.RoutesAsync(tx)), ct);
        if (test is null)
        {
            return new SendOutcome.GiveUp($"test {delivery.CauseId} is not in the store", Unwanted: true);
        }

        var route = routes.FirstOrDefault(route => route.TopicId == test.TopicId && route.Lane == delivery.Lane && route.Address == delivery.Address);
        var settings = route is null ? new RouteSettings() : RouteSettings.Parse(route.Settings);
        var mark = $"**Test {test.Id}**";
        var post = new Post
        {
            Kind = "announcement",
            Title = "This is a test",
            Summary = $"The newsroom tries how posts about {test.Topic} look here. There is nothing to do; it goes away again.",
            Topics = [test.Topic],
            Colour = settings.Colour,
        };
        return await StandAsync(delivery, PostLayout.Draft(post, null) with { Content = mark }, mark, post.Title, ct, settings.Tags);
    }

    private Task<SendOutcome> StandAsync(Delivery delivery, MessageDraft draft, string mark, string title, CancellationToken ct, IReadOnlyList<string>? tags = null) => messages.StandAsync(
        delivery.Address,
        new ChannelContent(draft)
        {
            Title = title,
            Tags = tags ?? [],
            Delete = delivery.Wanted == Wanted.Absent,
            WithoutPicture = draft.Files is null ? null : draft with { Files = null, Embeds = [.. (draft.Embeds ?? []).Select(embed => embed with { Image = null })] },
            Recognise = message => message.Content.StartsWith(mark, StringComparison.Ordinal) ? Likeness.Same : Likeness.Other,
        },
        Standing.Of(delivery),
        ct);
}
