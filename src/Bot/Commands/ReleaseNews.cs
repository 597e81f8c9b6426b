using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary><c>/news release</c>: what was held, taken back, or waits for approval goes out, after a question.</summary>
internal static class ReleaseNews
{
    private const string ReleaseName = "release";

    public static IReadOnlyList<Command> Commands { get; } =
        [new() { Path = "news release", Description = "Let an item go that is held, taken back or waits for approval; shows it first and asks", Who = WhoMay.Staff, Inputs = [Arguments.Item], Run = AskAsync }];

    public static IReadOnlyList<ComponentAction> Actions { get; } =
        [new(ReleaseName, WhoMay.Staff, Answer.Update, (context, ct) => Orders.RunAsync(context, tx => RunAsync(tx, context, context.ActionNumber(0)), ct))];

    /// <summary>Also what "Approve" on the desk does. Who lets an item go has seen it, so that its posts wait for no other approval.</summary>
    public static async Task<Reply> RunAsync(Tx tx, CommandContext context, long id)
    {
        var item = await ItemTable.FindAsync(tx, id) ?? throw new Refusal($"There is no item `#{id}`.");
        if (await WaitingAsync(tx, item) is { Count: > 0 } waiting)
        {
            return await PingRule.WaitsAsync(tx, context, item, waiting)
                ?? new Reply($"{Words.Title(item)} is approved.{Orders.Places(context, await ApproveItem.RunAsync(tx, id))}");
        }

        if (await PingRule.WaitsAsync(tx, context, item, null) is { } waits)
        {
            return waits;
        }

        var result = await ReleaseItem.RunAsync(tx, id);
        if (result is ItemResult.Done(var free, _))
        {
            await ApproveItem.RunAsync(tx, id);
            result = new ItemResult.Done(free, await Place.OfItemAsync(tx, id));
        }

        return Orders.Of(
            context,
            result,
            (released, places) => released.State == ItemState.Scheduled
                ? $"{Words.Title(released)} is released: {Words.State(released)}."
                : $"{Words.Title(released)} is released.{Orders.Places(context, places)}",
            "is released already");
    }

    /// <summary>Addresses where a public item waits for approval.</summary>
    public static async Task<IReadOnlyList<string>> WaitingAsync(Tx tx, Item item) =>
        item.State == ItemState.Public ? [.. (await Place.OfItemAsync(tx, item.Id)).Where(place => place.WantsApproval).Select(place => place.Address)] : [];

    private static async Task<Reply> AskAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var item = await Arguments.ItemAsync(tx, context);
            if (await WaitingAsync(tx, item) is { Count: > 0 } waiting)
            {
                var waits = await PostPreview.OfAsync(tx, item, waiting);
                return waits with { Text = $"It waits for approval. Approve this?\n{waits.Text}", Rows = [Buttons.Confirm(context, context.Own(ReleaseName, item.Id), "Approve it")] };
            }

            if (item.State is ItemState.Public or ItemState.Scheduled)
            {
                throw new Refusal($"{Words.Title(item)} is {Words.State(item)}: there is nothing to release. `/news post` posts it.");
            }

            var preview = await PostPreview.OfAsync(tx, item with { State = ItemState.Public });
            return preview with { Text = $"Release this?\n{preview.Text}", Rows = [Buttons.Confirm(context, context.Own(ReleaseName, item.Id), "Release it")] };
        },
        ct);
}
