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
    private const string DropName = "fuse-drop";
    private const string Fuse = "fuse";

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        new(AskName, WhoMay.Staff, Answer.Later, AskAsync),
        new(ReleaseName, WhoMay.Staff, Answer.Update, (context, ct) => DecideAsync(context, HeldPosts.ReleaseAsync, "on its way", "on their way", ct)),
        new(DropName, WhoMay.Staff, Answer.Update, (context, ct) => DecideAsync(context, HeldPosts.DropAsync, "dropped", "dropped", ct)),
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
            Components = incident.RecoveredAt is null && Parts(incident.Key) is [Fuse, ..]
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
        _ => (Words.Quote(key), "needs somebody"),
    };

    private static async Task<Reply> AskAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var source = await SourceAsync(tx, context);
            var held = await HeldPosts.CountAsync(tx, source);
            var id = context.ActionNumber(0);
            return held == 0
                ? throw new Refusal("Nothing is held any more.")
                : new Reply($"{Words.Count(held, "post")} of {Words.Quote(source)} {(held == 1 ? "is" : "are")} held. Are they news? `/news list` shows the newest items.")
                {
                    Rows =
                    [
                        new ActionRow(
                            Buttons.Of(context.Own(ReleaseName, id), $"Post all {held}", ButtonStyle.Danger),
                            Buttons.Of(context.Own(DropName, id), "Drop all", ButtonStyle.Secondary),
                            Buttons.Of(context.Own(Buttons.NeverMindName), "Never mind", ButtonStyle.Secondary)),
                    ],
                };
        },
        ct);

    private static Task<Reply> DecideAsync(CommandContext context, Func<Tx, string, Task<int>> decide, string one, string many, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            var count = await decide(tx, await SourceAsync(tx, context));
            return new Reply($"{Words.Count(count, "post")} {(count == 1 ? $"is {one}" : $"are {many}")}.");
        },
        ct);

    private static async Task<string> SourceAsync(Tx tx, CommandContext context) =>
        await Incidents.FindAsync(tx, context.ActionNumber(0)) is { } incident && Parts(incident.Key) is [Fuse, var source]
            ? source
            : throw new Refusal("This button is not one of mine.");
}
