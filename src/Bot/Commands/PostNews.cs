using System.Globalization;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Commands;

/// <summary><c>/news post</c> and <c>/news breaking</c>: the exact post, the question, and the way back.</summary>
internal static class PostNews
{
    /// <summary>Time to see a mistake in breaking news and take it back unseen.</summary>
    private static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(60);

    private const string PostName = "post";

    private const string UndoName = "undo-post";

    /// <summary>Stands for "where its topics lead" in a button.</summary>
    private const string Everywhere = "0";

    private static readonly Input Into = Arguments.Channel with { Description = "Only into this channel, instead of where its topics lead", Required = false };

    public static IReadOnlyList<Command> Commands { get; } =
    [
        new()
        {
            Path = "news post",
            Description = "Post an item now; shows it first and asks",
            Who = WhoMay.Staff,
            Inputs = [Arguments.Item, Into, new("silent", "Without a ping and without a notification", Required: false, CommandOptionType.Boolean)],
            Run = (context, ct) => AskAsync(context, context.Flag("silent") ? Notify.Silent : Notify.Normal, ct),
        },
        new()
        {
            Path = "news breaking",
            Description = "Post an item as breaking news; shows it first, and you can undo it for 60 seconds",
            Who = WhoMay.Staff,
            Inputs = [Arguments.Item, Into],
            Run = (context, ct) => AskAsync(context, Notify.Breaking, ct),
        },
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        new(PostName, WhoMay.Staff, Answer.Update, PostAsync),
        new(UndoName, WhoMay.Staff, Answer.Update, UndoAsync),
    ];

    private static async Task<Reply> AskAsync(CommandContext context, Notify notify, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var item = await Arguments.ItemAsync(tx, context);
            if (item.State == ItemState.Withdrawn)
            {
                throw new Refusal($"{Words.Title(item)} was taken back. `/news release` brings it back.");
            }

            var channel = context.Id("channel");
            if (channel is { } chosen)
            {
                ChannelCheck.Demand(context, chosen);
            }

            var preview = await PostPreview.OfAsync(tx, item, channel is { } only ? [only.ToString()] : null);
            var (what, label) = notify switch
            {
                Notify.Breaking => ("Post this as **breaking news**?", "Post as breaking"),
                Notify.Silent => ("Post this silently?", "Post it silently"),
                _ => ("Post this?", "Post it"),
            };
            var yes = context.Own(PostName, Text(item.Id), channel?.ToString() ?? Everywhere, Text((int)notify));
            return preview with { Text = $"{what}\n{preview.Text}", Rows = [Buttons.Confirm(context, yes, label, danger: notify == Notify.Breaking)] };
        },
        ct);

    private static Task<Reply> PostAsync(CommandContext context, CancellationToken ct)
    {
        var (id, channel, notify) = (context.ActionNumber(0), context.ActionText(1), (Notify)context.ActionNumber(2));
        return Orders.RunAsync(
            context,
            async tx =>
            {
                IReadOnlyList<string>? addresses = channel == Everywhere ? null : [channel];
                var item = await ItemTable.FindAsync(tx, id) ?? throw new Refusal($"There is no item `#{id}`.");
                if (notify != Notify.Silent && await PingRule.WaitsAsync(tx, context, item, addresses) is { } waits)
                {
                    return waits;
                }

                var order = new PostOrder
                {
                    To = addresses?.Select(address => ("discord", address)).ToList(),
                    Notify = notify,
                    Delay = notify == Notify.Breaking ? UndoTime : TimeSpan.Zero,
                };
                return Answered(context, await PostItem.RunAsync(tx, id, order), notify);
            },
            ct);
    }

    private static Reply Answered(CommandContext context, PostResult result, Notify notify)
    {
        var reply = Orders.Of(
            context,
            result.Result,
            (item, _) => $"{Words.Title(item)} {(notify == Notify.Breaking ? $"goes out as breaking news {TimeText.Relative(context.Now + UndoTime)}" : "is on its way")}.{Orders.Places(context, result.Queued)}"
                + (result.Standing.Count > 0 ? $"\nIt stands already:{Orders.Places(context, result.Standing)}" : ""),
            "stands wherever it should");
        return notify == Notify.Breaking && result is { Result: ItemResult.Done(var posted, _), Queued.Count: > 0 }
            ? reply with { Rows = [new ActionRow(Buttons.Of(context.Own(UndoName, posted.Id), "Undo", ButtonStyle.Danger))] }
            : reply;
    }

    private static Task<Reply> UndoAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            var undone = await UndoPost.RunAsync(tx, context.ActionNumber(0));
            return new Reply((undone.Cancelled, undone.Sent) switch
            {
                (0, 0) => "There was nothing to undo.",
                (0, _) => "Too late: it is out. `/news retract` takes it back.",
                (var cancelled, 0) => $"Undone: {Words.Count(cancelled, "post")} will not go out. Nobody saw it.",
                (var cancelled, var sent) => $"{Words.Count(cancelled, "post")} will not go out, but {Words.Count(sent, "post")} went out already. `/news retract` takes it back.",
            });
        },
        ct);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
