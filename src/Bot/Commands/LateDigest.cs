using NewsBot.Digest.Editions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Commands;

/// <summary>The question of an alert about a digest that could not be opened in time: send it now, or with the next one.</summary>
internal static class LateDigest
{
    /// <summary>Begins the key of its incident.</summary>
    public const string Kind = "late";
    public const string AskName = "late-ask";
    private const string SendName = "late-send";
    private const string MergeName = "late-merge";

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        new(AskName, WhoMay.Staff, Answer.Later, AskAsync),
        new(SendName, WhoMay.Staff, Answer.Update, (context, ct) => DecideAsync(context, send: true, ct)),
        new(MergeName, WhoMay.Staff, Answer.Update, (context, ct) => DecideAsync(context, send: false, ct)),
    ];

    private static async Task<Reply> AskAsync(CommandContext context, CancellationToken ct)
    {
        var plan = await PlanAsync(context, ct);
        var status = await context.ReadAsync(tx => DigestStatus.RunAsync(tx, plan), ct);
        if (status.Late is not { State: DueState.Asked } late)
        {
            throw new Refusal("Somebody has answered, or the next edition took it all.");
        }

        var next = status.NextRun is { } run ? $" {TimeText.Relative(run)}" : "";
        return new Reply(Words.List(
        [
            $"**{Words.Quote(plan.Name)}** was due {TimeText.Relative(late.Period.End)}: {Words.Count(status.Next.Items.Count, "item")} for {Words.Count(status.NextReaders, "reader")}. Send it now, or with the next one{next}?",
            .. DigestWords.Contents(status.Next),
        ]))
        {
            Rows =
            [
                new ActionRow(
                    Buttons.Of(context.Own(SendName, context.ActionNumber(0)), "Send now", ButtonStyle.Danger),
                    Buttons.Of(context.Own(MergeName, context.ActionNumber(0)), "With the next one", ButtonStyle.Primary),
                    Buttons.Of(context.Own(Buttons.NeverMindName), "Never mind", ButtonStyle.Secondary)),
            ],
        };
    }

    private static async Task<Reply> DecideAsync(CommandContext context, bool send, CancellationToken ct)
    {
        var plan = await PlanAsync(context, ct);
        return await Orders.RunAsync(
            context,
            async tx => await AnswerLate.RunAsync(tx, plan, send) switch
            {
                { Waited: false } => throw new Refusal("Somebody has answered, or the next edition took it all."),
                { Opening: { } opening } => new Reply($"Edition **{Words.Quote(opening.Edition.Name)}** is on its way to {Words.Count(opening.Readers, "reader")}."),
                _ => new Reply($"Its items go out with the next edition of **{Words.Quote(plan.Name)}**."),
            },
            ct);
    }

    private static async Task<DigestPlan> PlanAsync(CommandContext context, CancellationToken ct) =>
        await context.ReadAsync(tx => Incidents.FindAsync(tx, context.ActionNumber(0)), ct) is { } incident && incident.Key.Split('/') is [Kind, var name]
            ? Arguments.PlanOf(context, name)
            : throw new Refusal("This button is not one of mine.");
}
