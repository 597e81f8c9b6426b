using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary><c>/news release</c>: what was held or taken back goes out again, after a question.</summary>
internal static class ReleaseNews
{
    private const string ReleaseName = "release";

    public static IReadOnlyList<Command> Commands { get; } =
        [new() { Path = "news release", Description = "Let an item go that was held or taken back; shows it first and asks", Who = WhoMay.Staff, Inputs = [Arguments.Item], Run = AskAsync }];

    public static IReadOnlyList<ComponentAction> Actions { get; } =
        [new(ReleaseName, WhoMay.Staff, Answer.Update, (context, ct) => Orders.RunAsync(context, tx => RunAsync(tx, context, context.ActionNumber(0)), ct))];

    /// <summary>Also what "Approve" on the desk does.</summary>
    public static async Task<Reply> RunAsync(Tx tx, CommandContext context, long id)
    {
        var item = await ItemTable.FindAsync(tx, id) ?? throw new Refusal($"There is no item `#{id}`.");
        return await PingRule.WaitsAsync(tx, context, item, null)
            ?? Orders.Of(
                context,
                await ReleaseItem.RunAsync(tx, id),
                (released, places) => released.State == ItemState.Scheduled
                    ? $"{Words.Title(released)} is released: {Words.State(released)}."
                    : $"{Words.Title(released)} is released.{Orders.Places(context, places)}",
                "is released already");
    }

    private static async Task<Reply> AskAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var item = await Arguments.ItemAsync(tx, context);
            if (item.State is ItemState.Public or ItemState.Scheduled)
            {
                throw new Refusal($"{Words.Title(item)} is {Words.State(item)}: there is nothing to release. `/news post` posts it.");
            }

            var preview = await PostPreview.OfAsync(tx, item with { State = ItemState.Public });
            return preview with { Text = $"Release this?\n{preview.Text}", Rows = [Buttons.Confirm(context, context.Own(ReleaseName, item.Id), "Release it")] };
        },
        ct);
}
