using System.Globalization;
using NewsBot.Digest.Editions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary><c>/digest include</c>, <c>/digest exclude</c> and the menu entry: what the next edition holds besides its period.</summary>
internal static class DigestPicks
{
    private const string PickName = "pick";

    public static IReadOnlyList<Command> Commands { get; } =
    [
        new() { Path = "digest include", Description = "Put an item into the next edition, even an older one", Who = WhoMay.Staff, Inputs = [Arguments.Item, Arguments.Plan], Run = (context, ct) => PickAsync(context, Pick.Include, ct) },
        new() { Path = "digest exclude", Description = "Leave an item out of a digest", Who = WhoMay.Staff, Inputs = [Arguments.Item, Arguments.Plan], Run = (context, ct) => PickAsync(context, Pick.Exclude, ct) },
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        new(PickName, WhoMay.Staff, Answer.Update, (context, ct) =>
        {
            var plan = Arguments.PlanOf(context, context.ActionText(1));
            return Orders.RunAsync(context, async tx => await PickAsync(tx, plan, await ItemTable.FindAsync(tx, context.ActionNumber(0)) ?? throw new Refusal("There is no such item."), Pick.Include), ct);
        }),
    ];

    /// <summary>A button for each digest.</summary>
    public static Reply Ask(CommandContext context, Item item)
    {
        if (context.Tools.Plans.Count == 0)
        {
            throw new Refusal("No digest is set up: add one under `digests` in newsbot.json.");
        }

        return new Reply($"Put {Words.Title(item)} into the next edition of which digest?")
        {
            Rows =
            [
                .. context.Tools.Plans
                    .Select(plan => Buttons.Of(context.Own(PickName, item.Id.ToString(CultureInfo.InvariantCulture), plan.Name), Limits.Cut(plan.Name, Limits.ButtonLabel), ButtonStyle.Primary))
                    .Chunk(Limits.RowButtons)
                    .Take(Limits.Rows)
                    .Select(row => new ActionRow([.. row])),
            ],
        };
    }

    private static Task<Reply> PickAsync(CommandContext context, Pick pick, CancellationToken ct)
    {
        var plan = Arguments.PlanOf(context);
        return Orders.RunAsync(context, async tx => await PickAsync(tx, plan, await Arguments.ItemAsync(tx, context), pick), ct);
    }

    private static async Task<Reply> PickAsync(Tx tx, DigestPlan plan, Item item, Pick pick)
    {
        var title = Words.Title(item);
        var digest = $"**{Words.Quote(plan.Name)}**";
        return new Reply((await PickItem.RunAsync(tx, plan.Name, item.Id, pick)).Outcome switch
        {
            PickOutcome.Done when pick == Pick.Include => $"{title} is in the next edition of {digest}.",
            PickOutcome.Done => $"{title} stays out of {digest} until somebody includes it.",
            PickOutcome.Same => $"{title} is {(pick == Pick.Include ? "in the next edition of" : "out of")} {digest} already.",
            PickOutcome.NotPublic => throw new Refusal($"{title} is {Words.State(item)}: only what is public can be in a digest."),
            PickOutcome.NoTopic => throw new Refusal($"{title} has no topic, so no reader follows it: give it one where it is written."),
            PickOutcome.InEdition => throw new Refusal($"{title} was in an edition of {digest} already."),
            _ => throw new Refusal("There is no such item any more."),
        });
    }
}
