using System.Globalization;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>An incident on the desk: one message for it, which says later that it is over. Where staff must decide, it has the buttons.</summary>
internal static class DeskAlert
{
    private const string AskName = "fuse-ask";
    private const string ReleaseName = "fuse-release";
    private const string RoundUpName = "fuse-round-up";
    private const string DropName = "fuse-drop";
    private const string WithdrawName = "gone-withdraw";
    private const string LeaveName = "gone-leave";
    private const string Fuse = "fuse";
    private const string Vanished = "vanished";

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        new(AskName, WhoMay.Staff, Answer.Later, AskAsync),
        new(ReleaseName, WhoMay.Staff, Answer.Update, (context, ct) => DecideAsync(context, HeldPosts.ReleaseAsync, "on its way", "on their way", ct)),
        new(RoundUpName, WhoMay.Staff, Answer.Update, (context, ct) => DecideAsync(context, HeldPosts.PostAsOneAsync, "on its way", "on their way, in one message", ct)),
        new(DropName, WhoMay.Staff, Answer.Update, (context, ct) => DecideAsync(context, HeldPosts.DropAsync, "marked as seen", "marked as seen", ct)),
        new(WithdrawName, WhoMay.Staff, Answer.Update, (context, ct) => DecideAsync(context, VanishedItems.WithdrawAsync, "taken back", "taken back", ct, "item")),
        new(LeaveName, WhoMay.Staff, Answer.Update, (context, ct) => DecideAsync(context, VanishedItems.LeaveAsync, "left as it stands", "left as they stand", ct, "item")),
    ];

    /// <inheritdoc cref="DeskCard.Mark"/>
    public static string Mark(long incidentId) => $"**Alert {incidentId}**";

    public static MessageDraft Of(Incident incident)
    {
        var (about, lasts) = About(incident.Key);
        var text = incident.RecoveredAt is { } over
            ? $"{Mark(incident.Id)} ✅ Recovered: {about}. It began {TimeText.Stamp(incident.Since)} and was over {TimeText.Relative(over)}."
            : $"{Mark(incident.Id)} ⚠️ {about} {lasts}, since {TimeText.Relative(incident.Since)}: {Words.Quote(incident.Reason)}";
        return new MessageDraft
        {
            Content = Limits.Cut(text, Limits.Content),
            Embeds = [],
            Components = incident.RecoveredAt is null && Parts(incident.Key) is [Fuse or Vanished, ..]
                ? [new ActionRow(Buttons.Of(new ActionId(AskName, null, null, incident.Id.ToString(CultureInfo.InvariantCulture)), "Decide", ButtonStyle.Primary))]
                : [],
        };
    }

    /// <summary>What is wrong, without its reason.</summary>
    public static string About(Incident incident) => About(incident.Key) is var (about, lasts) ? $"{about} {lasts}" : "";

    private static string[] Parts(string key) => key.Split('/');

    private static (string About, string Lasts) About(string key) => Parts(key) switch
    {
        ["source", var name] => ($"Source {Words.Quote(name)}", "is not read as it should be"),
        ["parked", var lane, var address] => (Words.Address(lane, address), "is closed to me; its posts wait"),
        ["lane", var lane] => ($"Everything by {Words.Quote(lane)}", "stands still"),
        ["discord", "guild"] => ("The bot's place in this server", "is not as it should be"),
        ["discord", "commands"] => ("The commands", "are not all registered"),
        ["discord", "clock"] => ("This machine's clock", "is wrong"),
        ["discord", _] => ("The connection to Discord", "does not stand"),
        [Fuse, var name] => ($"New items of {Words.Quote(name)}", "are held, for there are suspiciously many"),
        [Vanished, var name] => ($"Items of {Words.Quote(name)}", "are gone from it, suspiciously many at once"),
        _ => (Words.Quote(key), "needs somebody"),
    };

    private static async Task<Reply> AskAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var (about, source) = await AboutAsync(tx, context);
            return about == Fuse
                ? AskHeld(context, source, await HeldPosts.CountAsync(tx, source))
                : AskVanished(context, source, await VanishedItems.CountAsync(tx, source));
        },
        ct);

    private static Reply AskHeld(CommandContext context, string source, int held) => held == 0
        ? throw new Refusal("Nothing is held any more.")
        : Ask(
            context,
            $"{Words.Count(held, "post")} of {Words.Quote(source)} {(held == 1 ? "is" : "are")} held. Are they news? `/news list` shows the newest items.",
            (ReleaseName, $"Post all {held}", ButtonStyle.Danger),
            (RoundUpName, "Post as one message", ButtonStyle.Primary),
            (DropName, "Mark as seen", ButtonStyle.Secondary));

    private static Reply AskVanished(CommandContext context, string source, int waiting) => waiting == 0
        ? throw new Refusal("All of them are back, or somebody has answered.")
        : Ask(
            context,
            $"{Words.Count(waiting, "item")} of {Words.Quote(source)} {(waiting == 1 ? "is" : "are")} gone from it. If that was an accident, mend the source: what is back is as before.",
            (WithdrawName, $"Take back all {waiting}", ButtonStyle.Danger),
            (LeaveName, "Leave them", ButtonStyle.Secondary));

    private static Reply Ask(CommandContext context, string question, params (string Action, string Label, ButtonStyle Style)[] answers) => new(question)
    {
        Rows =
        [
            new ActionRow(
            [
                .. answers.Select(answer => Buttons.Of(context.Own(answer.Action, context.ActionNumber(0)), answer.Label, answer.Style)),
                Buttons.Of(context.Own(Buttons.NeverMindName), "Never mind", ButtonStyle.Secondary),
            ]),
        ],
    };

    private static Task<Reply> DecideAsync(
        CommandContext context, Func<Tx, string, Task<int>> decide, string one, string many, CancellationToken ct, string noun = "post") => Orders.RunAsync(
        context,
        async tx =>
        {
            var (_, source) = await AboutAsync(tx, context);
            var count = await decide(tx, source);
            return new Reply($"{Words.Count(count, noun)} {(count == 1 ? $"is {one}" : $"are {many}")}.");
        },
        ct);

    private static async Task<(string About, string Source)> AboutAsync(Tx tx, CommandContext context) =>
        await Incidents.FindAsync(tx, context.ActionNumber(0)) is { } incident && Parts(incident.Key) is [(Fuse or Vanished) and var about, var source]
            ? (about, source)
            : throw new Refusal("This button is not one of mine.");
}
