using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Staff;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>A held item on the desk: the exact post and what to do with it. Every member of staff may press; each press is checked and written down.</summary>
internal static class DeskCard
{
    private const string ApproveName = "desk-approve";
    private const string EditName = "desk-edit";
    private const string HoldName = "desk-hold";
    private const string KillName = "desk-kill";

    /// <summary>Decisions further back than this many acts of staff are not looked for.</summary>
    private const int AuditDepth = 100;

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        new(ApproveName, WhoMay.Staff, Answer.Later, (context, ct) => Orders.RunAsync(context, tx => ReleaseNews.RunAsync(tx, context, context.ActionNumber(0)), ct)),
        new(EditName, WhoMay.Staff, Answer.AtOnce, async (context, ct) => await context.ReadAsync(async tx => CorrectNews.Ask(context, await ItemAsync(tx, context)), ct)),
        new(HoldName, WhoMay.Staff, Answer.Later, HoldAsync),
        new(KillName, WhoMay.Staff, Answer.AtOnce, async (context, ct) => await context.ReadAsync(async tx => await RetractNews.AskAsync(tx, context, await ItemAsync(tx, context)), ct)),
    ];

    /// <summary>Stands first in every card, whatever became of its item: by it a card is known again.</summary>
    public static string Mark(long itemId) => $"**Item #{itemId}**";

    /// <returns>Null: there is no such item any more.</returns>
    public static async Task<MessageDraft?> OfAsync(Tx tx, long itemId)
    {
        if (await ItemTable.FindAsync(tx, itemId) is not { } item)
        {
            return null;
        }

        if (item.State != ItemState.Held)
        {
            var what = item.State switch
            {
                ItemState.Public => "is released",
                ItemState.Scheduled => $"is {Words.State(item)}",
                _ => "is taken back",
            };
            return Draft($"{Mark(itemId)} {what}{await WhoAsync(tx, itemId)}: {Words.Title(item.Title)}");
        }

        var preview = await PostPreview.OfAsync(tx, item with { State = ItemState.Public });
        var approved = await ApprovalTable.ListAsync(tx, PingRule.Kind, itemId);
        var waits = approved.Count > 0 ? $"\nApproved by {string.Join(", ", approved.Select(by => $"<@{by}>"))}; it pings a role, so one more must agree." : "";
        return Draft($"{Mark(itemId)} is held. It would be posted like this: {preview.Text}{waits}") with
        {
            Embeds = preview.Embeds,
            Files = preview.Files.Count > 0 ? preview.Files : null,
            Components =
            [
                new ActionRow(
                    Buttons.Of(For(ApproveName, itemId), "Approve", ButtonStyle.Success),
                    Buttons.Of(For(EditName, itemId), "Edit", ButtonStyle.Secondary),
                    Buttons.Of(For(HoldName, itemId), "Hold", ButtonStyle.Secondary),
                    Buttons.Of(For(KillName, itemId), "Kill", ButtonStyle.Danger)),
            ],
        };
    }

    private static MessageDraft Draft(string text) => new() { Content = Limits.Cut(text, Limits.Content), Embeds = [], Components = [] };

    private static ActionId For(string name, long itemId) => new(name, null, null, itemId.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<Item> ItemAsync(Tx tx, CommandContext context) =>
        await ItemTable.FindAsync(tx, context.ActionNumber(0)) ?? throw new Refusal("There is no such item any more.");

    private static Task<Reply> HoldAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            await ApprovalTable.ClearAsync(tx, PingRule.Kind, context.ActionNumber(0));
            await Desk.TouchAsync(tx, Cause.Desk(context.ActionNumber(0)));
            return Orders.Of(context, await HoldItem.RunAsync(tx, context.ActionNumber(0)), (item, _) => $"{Words.Title(item)} is held.", "stays held until somebody approves it");
        },
        ct);

    // The last act of staff about this item; its options are JSON of our own making.
    private static async Task<string> WhoAsync(Tx tx, long itemId)
    {
        var acts = await AuditTable.ListAsync(tx, AuditDepth);
        var last = acts.FirstOrDefault(act =>
            act.Options.Contains($"\"action\":\"{itemId}\"", StringComparison.Ordinal) || act.Options.Contains($"\"action\":\"{itemId} ", StringComparison.Ordinal));
        return last is null ? "" : $" by <@{last.StaffId}>";
    }
}
