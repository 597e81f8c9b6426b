using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary><c>/news retract</c>: the form is the question, and sending it is the yes.</summary>
internal static class RetractNews
{
    private const string RetractName = "retract";
    private const string Reason = "reason";
    private const int ReasonLength = 300;

    public static IReadOnlyList<Command> Commands { get; } =
    [
        new()
        {
            Path = "news retract",
            Description = "Take an item back everywhere; asks first",
            Who = WhoMay.Staff,
            Answer = Answer.AtOnce,
            Inputs = [Arguments.Item],
            Run = async (context, ct) => await context.ReadAsync(async tx => await AskAsync(tx, context, await Arguments.ItemAsync(tx, context)), ct),
        },
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } = [new(RetractName, WhoMay.Staff, Answer.Later, RetractAsync)];

    /// <summary>The form; an answer given at once.</summary>
    public static async Task<Reply> AskAsync(Tx tx, CommandContext context, Item item)
    {
        if (item.State == ItemState.Withdrawn)
        {
            throw new Refusal($"{Words.Title(item)} was taken back already.");
        }

        var stands = (await ShowItem.RunAsync(tx, item.Id))?.Places.Count(place => place.Stands && place.Lane != EventCalendar.Lane) ?? 0;
        return new Reply("")
        {
            Form = new Form(
                context.Own(RetractName, item.Id).ToString(),
                $"Take back #{item.Id}?",
                [
                    new Label
                    {
                        Text = "Why? The next digest says it (may be empty)",
                        Description = stands == 0 ? "It stands nowhere yet; it will not go out." : $"It stands in {Words.Count(stands, "channel")}: each post becomes one line that says so.",
                        Field = new TextInput { CustomId = Reason, Style = TextInputStyle.Paragraph, MaxLength = ReasonLength, Required = false },
                    },
                ]),
        };
    }

    private static Task<Reply> RetractAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx => Orders.Of(
            context,
            await RetractItem.RunAsync(tx, context.ActionNumber(0), context.Text(Reason)),
            (item, places) => $"{Words.Title(item)} is taken back. Its source cannot bring it back; `/news release` can.{Orders.Places(context, places)}",
            "was taken back already"),
        ct);
}
