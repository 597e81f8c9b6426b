using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Staff;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>An item that is held, or whose posts wait for approval, on the desk: the exact post and what to do with it. Every member of staff may press; each press is checked and written down.</summary>
internal static class DeskCard
{
    private const string ApproveName = "desk-approve";
    private const string EditName = "desk-edit";
    private const string HoldName = "desk-hold";
    private const string KillName = "desk-kill";
    private const string RefuseName = "desk-refuse";

    /// <summary>Decisions further back than this many acts of staff are not looked for.</summary>
    private const int AuditDepth = 100;

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        new(ApproveName, WhoMay.Staff, Answer.Later, ApproveAsync),
        new(EditName, WhoMay.Staff, Answer.AtOnce, async (context, ct) => await context.ReadAsync(async tx => CorrectNews.Ask(context, await ItemAsync(tx, context)), ct)),
        new(HoldName, WhoMay.Staff, Answer.Later, HoldAsync),
        new(KillName, WhoMay.Staff, Answer.AtOnce, async (context, ct) => await context.ReadAsync(async tx => await RetractNews.AskAsync(tx, context, await ItemAsync(tx, context)), ct)),
        new(RefuseName, WhoMay.Staff, Answer.Later, RefuseAsync),
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

        var waiting = await ReleaseNews.WaitingAsync(tx, item);
        if (item.State != ItemState.Held && waiting.Count == 0)
        {
            var what = item.State switch
            {
                ItemState.Public => "is released",
                ItemState.Scheduled => $"is {Words.State(item)}",
                _ => "is taken back",
            };
            return Draft($"{Mark(itemId)} {what}{await WhoAsync(tx, itemId)}: {Words.Title(item.Title)}");
        }

        var held = item.State == ItemState.Held;
        var preview = await PostPreview.OfAsync(tx, item with { State = ItemState.Public }, held ? null : waiting);
        var approved = await ApprovalTable.ListAsync(tx, PingRule.Kind, itemId);
        var waits = approved.Count > 0 ? $"\nApproved by {string.Join(", ", approved.Select(by => $"<@{by}>"))}; it pings a role, so one more must agree." : "";
        return Draft($"{Mark(itemId)} {(held ? "is held" : "waits for approval")}. It would be posted like this: {preview.Text}{waits}") with
        {
            Embeds = preview.Embeds,
            Files = preview.Files.Count > 0 ? preview.Files : null,
            Components =
            [
                new ActionRow(
                    Buttons.Of(For(ApproveName, itemId, item.Revision), "Approve", ButtonStyle.Success),
                    Buttons.Of(For(EditName, itemId), "Edit", ButtonStyle.Secondary),
                    Buttons.Of(For(HoldName, itemId), "Hold", ButtonStyle.Secondary),
                    Buttons.Of(For(held ? KillName : RefuseName, itemId), "Kill", ButtonStyle.Danger)),
            ],
        };
    }

    private static MessageDraft Draft(string text) => new() { Content = Limits.Cut(text, Limits.Content), Embeds = [], Components = [] };

    private static ActionId For(string name, params IReadOnlyList<long> numbers) =>
        new(name, null, null, [.. numbers.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))]);

    private static async Task<Item> ItemAsync(Tx tx, CommandContext context) =>
        await ItemTable.FindAsync(tx, context.ActionNumber(0)) ?? throw new Refusal("There is no such item any more.");

    // Nobody approves what they did not see: a card shows one revision.
    private static Task<Reply> ApproveAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            var item = await ItemAsync(tx, context);
            if (context.Action is { Arguments.Count: > 1 } && context.ActionNumber(1) != item.Revision)
            {
                await Desk.TouchAsync(tx, Cause.Desk(item.Id));
                return new Reply($"{Words.Title(item)} has changed since this card was made, so nothing is sent. The card shows it as it is now in a moment; look, and press again.");
            }

            return await ReleaseNews.RunAsync(tx, context, item.Id);
        },
        ct);

    private static Task<Reply> RefuseAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            var item = await ItemAsync(tx, context);
            await ApprovalTable.ClearAsync(tx, PingRule.Kind, item.Id);
            return await ApproveItem.RefuseAsync(tx, item.Id) is { Count: > 0 } refused
                ? new Reply($"{Words.Title(item)} is not posted there. What stands elsewhere stays; `/news retract` takes that back.{Orders.Places(context, refused)}")
                : throw new Refusal($"{Words.Title(item)} does not wait for approval any more.");
        },
        ct);

    private static Task<Reply> HoldAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            await ApprovalTable.ClearAsync(tx, PingRule.Kind, context.ActionNumber(0));
            await Desk.TouchAsync(tx, Cause.Desk(context.ActionNumber(0)));
            var item = await ItemAsync(tx, context);
            if (await ReleaseNews.WaitingAsync(tx, item) is { Count: > 0 })
            {
                return new Reply($"{Words.Title(item)} waits on, until somebody approves it.");
            }

            return Orders.Of(context, await HoldItem.RunAsync(tx, context.ActionNumber(0)), (kept, _) => $"{Words.Title(kept)} is held.", "stays held until somebody approves it");
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
