using System.Globalization;
using NewsBot.Digest.Editions;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary><c>/digest send-now</c> and <c>/digest cancel</c>: both ask first, for readers see what comes of them.</summary>
internal static class SendEdition
{
    private const string SendName = "send-now";

    private const string CancelName = "cancel-edition";

    public static IReadOnlyList<Command> Commands { get; } =
    [
        new() { Path = "digest cancel", Description = "Stop an edition: who has not got it yet will not; asks first", Who = WhoMay.Staff, Inputs = [Arguments.Edition], Run = AskToCancelAsync },
        new() { Path = "digest send-now", Description = "Send the next edition now instead of waiting for its day; asks first", Who = WhoMay.Staff, Inputs = [Arguments.Plan], Run = AskToSendAsync },
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        new(SendName, WhoMay.Staff, Answer.Update, SendAsync),
        new(CancelName, WhoMay.Staff, Answer.Update, CancelAsync),
    ];

    private static async Task<Reply> AskToSendAsync(CommandContext context, CancellationToken ct)
    {
        var plan = Arguments.PlanOf(context);
        var status = await context.ReadAsync(tx => DigestStatus.RunAsync(tx, plan), ct);

        // Who decides alone decides here, and so has to know what is wrong.
        var problems = context.Tools.Approvals == 1 ? await ProblemsAsync(context, plan, ct) : [];
        return status switch
        {
            { NextRun: null } => throw new Refusal($"**{Words.Quote(plan.Name)}** is paused. `/digest resume` first."),
            { Next.Items.Count: 0 } => throw new Refusal($"Nothing is new since the last edition of **{Words.Quote(plan.Name)}**, so there is nothing to send."),
            _ => new Reply(Words.List(
            [
                $"Send **{Words.Quote(plan.Name)}** now? {Words.Count(status.Next.Items.Count, "item")} for {Words.Count(status.NextReaders, "reader")}:",
                .. DigestWords.Contents(status.Next),
                .. problems.Count > 0 ? Wrong(problems).Prepend("**Its mails are not as they should be:**") : [],
            ]))
            { Rows = [Buttons.Confirm(context, context.Own(SendName, plan.Name), $"Send to {Words.Count(status.NextReaders, "reader")}", danger: true)] },
        };
    }

    private static async Task<Reply> SendAsync(CommandContext context, CancellationToken ct)
    {
        var plan = Arguments.PlanOf(context, context.ActionText(0));
        var problems = await ProblemsAsync(context, plan, ct);
        return await Orders.RunAsync(
            context,
            async tx => problems.Count > 0 && await GateTable.AgreeAsync(tx, plan.Name, context.Invoker.ToString()) < context.Tools.Approvals
                ? Held(plan, problems)
                : await SendAsync(tx, plan),
            ct);
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(CommandContext context, DigestPlan plan, CancellationToken ct) =>
        context.Tools.Check is { } check ? await check(plan, context.Now, ct) : [];

    private static IEnumerable<string> Wrong(IReadOnlyList<string> problems) => problems.Select(problem => $"• {Words.Quote(problem)}");

    private static Reply Held(DigestPlan plan, IReadOnlyList<string> problems) => new(Words.List(
    [
        $"**{Words.Quote(plan.Name)}** is not sent yet, for its mails are not as they should be:",
        .. Wrong(problems),
        "Mend it, or let one more member of staff send it by `/digest send-now` within the hour.",
    ]));

    private static async Task<Reply> SendAsync(Tx tx, DigestPlan plan) => await SendNow.RunAsync(tx, plan) switch
    {
        { State: SendNowState.Opened, Opening: { } opening } => new Reply(
            $"Edition **{Words.Quote(opening.Edition.Name)}** is on its way to {Words.Count(opening.Readers, "reader")}. `/digest status` counts them; `/digest cancel` stops the rest."),
        { State: SendNowState.Paused } => throw new Refusal($"**{Words.Quote(plan.Name)}** is paused. `/digest resume` first."),
        _ => throw new Refusal("Nothing is new since the last edition, so there is nothing to send."),
    };

    private static async Task<Reply> AskToCancelAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            if (Arguments.Number(context.Required("edition")) is not { } id || await EditionTable.FindAsync(tx, id) is not { State: EditionState.Open } edition)
            {
                throw new Refusal("There is no such edition under way. Choose one from the list that Discord shows while you type.");
            }

            return new Reply($"Stop **{Words.Quote(edition.Plan)} {Words.Quote(edition.Name)}**? Who has it keeps it; nobody else gets it.")
            {
                Rows = [Buttons.Confirm(context, context.Own(CancelName, id.ToString(CultureInfo.InvariantCulture)), "Stop this edition", danger: true)],
            };
        },
        ct);

    private static Task<Reply> CancelAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx => await CancelEdition.RunAsync(tx, context.ActionNumber(0)) is { } cancelled
            ? new Reply($"**{Words.Quote(cancelled.Edition.Name)}** is stopped: {Words.Count(cancelled.Cancelled, "mail")} will not go out, {cancelled.Sent} went out before."
                + (cancelled.Sent == 0 ? " Its items go into the next edition." : ""))
            : throw new Refusal("There is no such edition under way any more."),
        ct);
}
