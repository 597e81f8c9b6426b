using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>What came of an order about an item, in words; shared by the commands, the menus and the desk.</summary>
internal static class Orders
{
    /// <param name="done">Says what was done, from the item and where it stands after it.</param>
    /// <param name="already">Says that it was so.</param>
    /// <exception cref="Refusal">It could not be done.</exception>
    public static Reply Of(CommandContext context, ItemResult result, Func<Item, IReadOnlyList<Place>, string> done, string already) => result switch
    {
        ItemResult.Done(var item, var places) => new Reply(done(item, places)),
        ItemResult.Already(var item, var places) => new Reply($"{Words.Title(item)} {already}.{Places(context, places)}"),
        ItemResult.Missing(var id) => throw new Refusal($"There is no item `#{id}`."),
        ItemResult.Refused(var item, var why, var places) => throw new Refusal($"{Words.Title(item)}: {Why(item, why)}{Places(context, places)}"),
        _ => throw new InvalidOperationException($"An order ended as {result.GetType().Name}, which has no words."),
    };

    /// <summary>An empty text, or where it stands, a line each.</summary>
    public static string Places(CommandContext context, IReadOnlyList<Place> places) =>
        places.Count == 0 ? "" : "\n" + Words.List(places.Select(place => $"• {Words.Line(place, context.Guild, context.Now)}"));

    /// <summary>Runs an order and writes it down.</summary>
    public static Task<Reply> RunAsync(CommandContext context, Func<Tx, Task<Reply>> order, CancellationToken ct) => context.EffectAsync(
        async tx =>
        {
            var reply = await order(tx);
            tx.AfterCommit(context.Db.Nudges.WakeAll);
            return reply;
        },
        ct);

    private static string Why(Item item, Obstacle why) => why switch
    {
        Obstacle.Posted => "it is posted already, or a post is on its way. Take it back with `/news retract`.",
        Obstacle.Withdrawn => "it was taken back. `/news release` brings it back.",
        Obstacle.GoneAtSource => "its source does not have it any more, so it cannot come back.",
        Obstacle.Embargoed => item.PublishAt is { } at ? $"its source says not before {TimeText.Stamp(at)}; change it there." : "its source says not yet; change it there.",
        Obstacle.Expired => "it has expired: its source gave it an end, which is over.",
        Obstacle.InThePast => "that time is over already.",
        Obstacle.NoRoute => "none of its topics leads to a channel. Add one with `/topic route`, or name a `channel`.",
        Obstacle.Muted => "all its topics are muted. `/topic mute` with `off` unmutes one.",
        Obstacle.Filtered => "no filter lets it pass where its topics lead; `/why` says which. Name a `channel` to post it all the same.",
        Obstacle.NotHeld => "it is neither held nor taken back, so there is nothing to release.",
        _ => "that cannot be done now.",
    };
}
