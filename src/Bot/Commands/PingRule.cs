using NewsBot.Bot.Chat;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Staff;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>Where it is configured, a post that staff send and that pings a role waits until a second of them agrees.</summary>
internal static class PingRule
{
    public const string Kind = "ping";

    private const int Needed = 2;

    /// <summary>Writes down that this person agrees.</summary>
    /// <param name="addresses">Null: where the item's topics lead.</param>
    /// <returns>Null: it may go. Else the answer that says who is missing.</returns>
    public static async Task<Reply?> WaitsAsync(Tx tx, CommandContext context, Item item, IReadOnlyCollection<string>? addresses)
    {
        if (!context.Tools.Staff.TwoForPing || !await PingsAsync(tx, item, addresses))
        {
            return null;
        }

        if (await ApprovalTable.AddAsync(tx, Kind, item.Id, context.Invoker.ToString()) < Needed)
        {
            await Desk.TouchAsync(tx, Cause.Desk(item.Id)); // The card names who approved.
            return new Reply($"{Words.Title(item)} pings a role, so one more member of staff must agree within the hour: by the same command, or by the item's card on the desk. Nothing is sent yet.");
        }

        await ApprovalTable.ClearAsync(tx, Kind, item.Id);
        return null;
    }

    private static async Task<bool> PingsAsync(Tx tx, Item item, IReadOnlyCollection<string>? addresses)
    {
        var topics = await TopicTable.OfItemAsync(tx, item.Id);
        var topicIds = topics.Select(topic => topic.Id).ToHashSet();
        var routes = await TopicTable.RoutesAsync(tx);
        return (addresses is null ? Routing.Passing(item, topicIds, topics, routes) : routes).Any(route =>
            topicIds.Contains(route.TopicId)
            && (addresses is null || addresses.Contains(route.Address))
            && RouteSettings.Parse(route.Settings).Mention is not null);
    }
}
