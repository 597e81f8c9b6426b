using NewsBot.Discord.Model;
using NewsBot.Discord.Interactions;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Commands;

/// <summary><c>/news correct</c>: a form with what stands there now; every post and the next digest follow.</summary>
internal static class CorrectNews
{
    private const string CorrectName = "correct";
    private const string Title = "title";
    private const string Summary = "summary";
    private const string Correction = "correction";

    /// <summary>As long as a post shows of them.</summary>
    private const int TitleLength = Limits.EmbedTitle;

    /// <summary>Longer summaries come whole from the source; a form takes no more.</summary>
    private const int SummaryLength = Limits.TextInput;

    private const int CorrectionLength = 500;

    public static IReadOnlyList<Command> Commands { get; } =
    [
        new()
        {
            Path = "news correct",
            Description = "Change an item's words; all its posts change with it",
            Who = WhoMay.Staff,
            Answer = Answer.AtOnce,
            Inputs = [Arguments.Item],
            Run = async (context, ct) => await context.ReadAsync(async tx => Ask(context, await Arguments.ItemAsync(tx, context)), ct),
        },
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } = [new(CorrectName, WhoMay.Staff, Answer.Later, CorrectAsync)];

    /// <summary>The form; an answer given at once.</summary>
    public static Reply Ask(CommandContext context, Item item)
    {
        if (item.State == ItemState.Withdrawn)
        {
            throw new Refusal($"{Words.Title(item)} was taken back: there is nothing to correct. `/news release` brings it back.");
        }

        return new Reply("")
        {
            Form = new Form(
                context.Own(CorrectName, item.Id).ToString(),
                $"Correct #{item.Id}",
                [
                    Field(Title, "Title", TextInputStyle.Line, item.Title, TitleLength, required: true),
                    Field(Summary, "Summary", TextInputStyle.Paragraph, item.Summary, SummaryLength),
                    Field(Correction, "What was wrong, in one sentence", TextInputStyle.Paragraph, item.Correction, CorrectionLength, hint: "Shown under the post. Empty: a plain edit, without a note."),
                ]),
        };
    }

    private static Label Field(string id, string name, TextInputStyle style, string? value, int most, bool required = false, string? hint = null) => new()
    {
        Text = name,
        Description = hint,
        Field = new TextInput { CustomId = id, Style = style, Value = value is null ? null : Limits.Cut(value, most), MaxLength = most, Required = required },
    };

    private static Task<Reply> CorrectAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            var before = await ItemTable.FindAsync(tx, context.ActionNumber(0)) ?? throw new Refusal("There is no such item.");
            var edit = new ItemEdit(
                Changed(before.Title, context.Text(Title), TitleLength),
                Changed(before.Summary, context.Text(Summary) ?? "", SummaryLength),
                Changed(before.Correction, context.Text(Correction) ?? "", CorrectionLength));
            return Orders.Of(
                context,
                await CorrectItem.RunAsync(tx, before.Id, edit),
                (item, places) => $"{Words.Title(item)} is changed. {(places.Any(place => place.Stands) ? "The posts follow in a moment:" : "It stands nowhere yet.")}{Orders.Places(context, places)}",
                "says that already");
        },
        ct);

    // What the form showed and was left alone is no edit, even where the form could not show it whole.
    private static string? Changed(string? before, string? typed, int most) =>
        typed is null || typed == Limits.Cut(before ?? "", most) ? null : typed;
}
