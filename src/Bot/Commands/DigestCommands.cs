using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Discord.Model;

namespace NewsBot.Bot.Commands;

/// <summary>Looking at digests, and the orders about them.</summary>
internal static class DigestCommands
{
    private const int AddressLength = 254;

    /// <summary>Of a BCP 47 tag with a region.</summary>
    private const int LanguageLength = 16;

    private static readonly Input As = new("as", "The address of a subscriber, to see their very mail; else that of somebody who follows all", Required: false) { MaxLength = AddressLength, Private = true };
    private static readonly Input Language = new("language", "Of somebody who follows all, such as de; else English", Required: false) { MaxLength = LanguageLength };

    public static IReadOnlyList<Command> All { get; } =
    [
        new() { Path = "digest status", Description = "When each digest goes out next, what it would hold, and how the last one went", Who = WhoMay.Staff, Inputs = [Arguments.Plan], Run = StatusAsync },
        new() { Path = "digest preview", Description = "The next edition as it would be now: subject, contents, and the mail itself", Who = WhoMay.Staff, Inputs = [Arguments.Plan, As, Language], Run = PreviewAsync },
        new()
        {
            Path = "digest test",
            Description = "Mail the next edition as it would be now to your own subscription",
            Who = WhoMay.Staff,
            Inputs = [new("address", "Your own mail address; it must be subscribed") { MaxLength = AddressLength, Private = true }, Arguments.Plan],
            Run = TestAsync,
        },
        .. DigestNote.Commands,
        .. DigestPicks.Commands,
        new() { Path = "digest pause", Description = "Send no edition until somebody resumes it", Who = WhoMay.Staff, Inputs = [Arguments.Plan], Run = (context, ct) => PauseAsync(context, true, ct) },
        new() { Path = "digest resume", Description = "Send editions again; the next one covers all since the last", Who = WhoMay.Staff, Inputs = [Arguments.Plan], Run = (context, ct) => PauseAsync(context, false, ct) },
        .. SendEdition.Commands,
        .. DigestSubscribe.Commands,
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } = [.. DigestNote.Actions, .. DigestPicks.Actions, .. SendEdition.Actions, .. DigestSubscribe.Actions];

    private static async Task<Reply> StatusAsync(CommandContext context, CancellationToken ct)
    {
        var plans = context.Text(Arguments.Plan.Name) is null && context.Tools.Plans.Count > 0 ? context.Tools.Plans : [Arguments.PlanOf(context)];
        return await context.ReadAsync(
            async tx =>
            {
                var lines = new List<string>();
                foreach (var plan in plans)
                {
                    lines.AddRange(DigestWords.Status(await DigestStatus.RunAsync(tx, plan)));
                }

                return new Reply(Words.List(lines));
            },
            ct);
    }

    private static async Task<Reply> PreviewAsync(CommandContext context, CancellationToken ct)
    {
        var plan = Arguments.PlanOf(context);
        var status = await context.ReadAsync(tx => DigestStatus.RunAsync(tx, plan), ct);
        if (context.Tools.Compose is not { } compose)
        {
            throw new Refusal("No mail is set up: write a `mail` section in newsbot.json.");
        }

        var preview = context.Text(As.Name) is { } address
            ? await PreviewDigest.ForAsync(context.Db, compose, plan, address, ct)
                ?? throw new Refusal("Nobody is subscribed with that address, or the next edition has nothing for them.")
            : PreviewDigest.Of(compose, status.Next, context.Text(Language.Name));
        if (preview is null)
        {
            return new Reply($"Nothing is new since the last edition of **{Words.Quote(plan.Name)}**: as it is now, nobody would get a mail.");
        }

        var name = $"{plan.Name}-{status.Next.Edition.Name}";
        FileUpload[] files = [new($"{name}.html", "text/html", preview.Html), new($"{name}.eml", "message/rfc822", preview.Message)];
        return new Reply(Words.List(
        [
            $"**Subject:** {Words.Quote(preview.Subject)}",
            DigestWords.Next(status),
            .. DigestWords.Contents(status.Next),
            "Open the attached page to see it whole; the `.eml` opens in a mail program.",
        ]))
        {
            Files = [.. files.Where(file => (file.Name.EndsWith("html", StringComparison.Ordinal) ? preview.Html : preview.Message).Length <= Limits.FileBytes)],
        };
    }

    private static Task<Reply> TestAsync(CommandContext context, CancellationToken ct)
    {
        var plan = Arguments.PlanOf(context);
        return Orders.RunAsync(
            context,
            async tx => new Reply(await TestDigest.RunAsync(tx, plan, context.Required("address")) switch
            {
                TestDigestResult.Queued => "The test mail is on its way; its subject begins with [Test].",
                TestDigestResult.NoReader => throw new Refusal("Nobody is subscribed with that address. Subscribe yourself first: tests go to subscribers only."),
                TestDigestResult.FollowsNothing => throw new Refusal($"That subscription follows no topic of **{Words.Quote(plan.Name)}**."),
                TestDigestResult.Suppressed => throw new Refusal("That address is not mailed any more: mails to it came back, or its owner complained."),
                TestDigestResult.TooMany => throw new Refusal("So many tests were sent within the hour that this one must wait. `/digest preview` shows the same."),
                _ => throw new Refusal("Nothing is new for that subscription since the last edition, so there is no mail to test."),
            }),
            ct);
    }

    private static Task<Reply> PauseAsync(CommandContext context, bool pause, CancellationToken ct)
    {
        var plan = Arguments.PlanOf(context);
        return Orders.RunAsync(
            context,
            async tx =>
            {
                var changed = await PausePlan.RunAsync(tx, plan.Name, pause);
                var status = await DigestStatus.RunAsync(tx, plan);
                return new Reply((pause, changed) switch
                {
                    (true, true) => $"**{Words.Quote(plan.Name)}** is paused: no edition opens until `/digest resume`. An edition that is under way goes on; `/digest cancel` stops it.",
                    (true, false) => $"**{Words.Quote(plan.Name)}** is paused already.",
                    (false, true) => $"**{Words.Quote(plan.Name)}** goes on. {DigestWords.Next(status)}",
                    _ => $"**{Words.Quote(plan.Name)}** is not paused. {DigestWords.Next(status)}",
                });
            },
            ct);
    }
}
