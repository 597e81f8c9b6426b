using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Digest.Editions;

namespace NewsBot.Bot.Commands;

/// <summary><c>/digest note</c>: a form with what the editors say to the readers of the next edition.</summary>
internal static class DigestNote
{
    private const string NoteName = "digest-note";
    private const string Note = "note";
    private const int NoteLength = 1000;

    /// <summary>Of a form; Discord, "Modal".</summary>
    private const int TitleLength = 45;

    public static IReadOnlyList<Command> Commands { get; } =
    [
        new() { Path = "digest note", Description = "A word from the editors at the top of the next edition", Who = WhoMay.Staff, Answer = Answer.AtOnce, Inputs = [Arguments.Plan], Run = AskAsync },
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } = [new(NoteName, WhoMay.Staff, Answer.Later, WriteAsync)];

    private static async Task<Reply> AskAsync(CommandContext context, CancellationToken ct)
    {
        var plan = Arguments.PlanOf(context);
        var status = await context.ReadAsync(tx => DigestStatus.RunAsync(tx, plan), ct);
        return new Reply("")
        {
            Form = new Form(
                context.Own(NoteName, plan.Name).ToString(),
                Limits.Cut($"Note for the next {plan.Name}", TitleLength),
                [
                    new Label
                    {
                        Text = "From the editors",
                        Description = "Plain text at the top of the mail and of its page. Empty: no note.",
                        Field = new TextInput { CustomId = Note, Style = TextInputStyle.Paragraph, MaxLength = NoteLength, Required = false, Value = status.State.Note },
                    },
                ]),
        };
    }

    private static Task<Reply> WriteAsync(CommandContext context, CancellationToken ct)
    {
        var plan = Arguments.PlanOf(context, context.ActionText(0));
        return Orders.RunAsync(
            context,
            async tx =>
            {
                var note = context.Text(Note);
                await NotePlan.RunAsync(tx, plan.Name, note);
                return new Reply(note is null
                    ? $"The next edition of **{Words.Quote(plan.Name)}** has no note."
                    : $"The next edition of **{Words.Quote(plan.Name)}** begins with your note; `/digest preview` shows it.");
            },
            ct);
    }
}
