using NewsBot.Discord.Interactions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;
using NewsBot.Digest.Editions;

namespace NewsBot.Bot.Commands;

/// <summary>Posts and mails on their way, and those that did not arrive. Mails are named by the reader's number, never by the address.</summary>
internal static class DeliveryCommands
{
    private const int ListLength = 20;

    private static readonly Input State = new("state", "Only these; without it, those that need somebody", Required: false)
    {
        Choices = [.. DeliveryList.StateNames.Select(name => new Choice(name.Replace('_', ' '), name))],
    };

    public static IReadOnlyList<Command> All { get; } =
    [
        new() { Path = "delivery list", Description = "What is held, stuck or given up, and why", Who = WhoMay.Staff, Inputs = [State, Arguments.Channel with { Required = false }], Run = ListAsync },
        new() { Path = "delivery retry", Description = "Try again what was given up, or a channel that was closed to us", Who = WhoMay.Staff, Inputs = [Arguments.Delivery], Run = RetryAsync },
        new() { Path = "delivery drop", Description = "Never send this one", Who = WhoMay.Staff, Inputs = [Arguments.Delivery], Run = DropAsync },
        new() { Path = "delivery who", Description = "How many readers an edition reached, and where it is stuck", Who = WhoMay.Staff, Inputs = [Arguments.Edition, State], Run = WhoAsync },
    ];

    private static async Task<Reply> ListAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            IReadOnlyList<DeliveryState> states = StateOf(context) is { } one ? [one] : [DeliveryState.Dead, DeliveryState.Doubtful, DeliveryState.Held, DeliveryState.Pending];
            var found = new List<Delivery>();
            foreach (var state in states)
            {
                found.AddRange(await DeliveryList.FindAsync(tx, new DeliveryQuery(null, state, context.Id("channel")?.ToString(), null, ListLength)));
            }

            var lines = new List<string>();
            foreach (var delivery in found)
            {
                lines.Add(Line(delivery, delivery.Lane == PublishQueue.Lane ? (await Publication.OfAsync(tx, delivery)).Turn : null));
            }

            var counts = (await DeliveryList.CountsAsync(tx)).GroupBy(count => count.State, StringComparer.Ordinal).Select(group => $"{group.Sum(count => count.Count)} {group.Key.Replace('_', ' ')}");
            return new Reply(found.Count == 0
                ? $"Nothing is stuck. In all: {string.Join(", ", counts.DefaultIfEmpty("nothing was ever sent"))}."
                : Words.List(lines.Append($"In all: {string.Join(", ", counts)}.")));
        },
        ct);

    private static Task<Reply> RetryAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            var delivery = await FindAsync(tx, context);
            var opened = await DeliveryList.OpenAsync(tx, delivery.Lane, delivery.Address);
            var again = await DeliveryList.RetryAsync(tx, delivery.Id);
            return (again, opened) switch
            {
                (true, _) => new Reply($"Number {delivery.Id} is tried again now.{(delivery.State == DeliveryState.Doubtful ? " It may arrive twice." : "")}"),
                (false, true) => new Reply($"{Words.Address(delivery.Lane, delivery.Address)} is tried again now, with all that waits for it."),
                _ => throw new Refusal($"Number {delivery.Id} is {DeliveryList.NameOf(delivery.State).Replace('_', ' ')}: only what was given up or is doubtful can be tried again{(delivery.State == DeliveryState.Held ? "; `/news release` or `/news post` lets held news go" : "")}."),
            };
        },
        ct);

    private static Task<Reply> DropAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            var delivery = await FindAsync(tx, context);
            return await DeliveryList.DropAsync(tx, delivery.Id)
                ? new Reply($"Number {delivery.Id} will not be sent.")
                : throw new Refusal($"Number {delivery.Id} is {DeliveryList.NameOf(delivery.State).Replace('_', ' ')}: only what still waits can be dropped.");
        },
        ct);

    private static async Task<Reply> WhoAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var edition = Arguments.Number(context.Required("edition")) is { } id && await WhoGot.RunAsync(tx, id, StateOf(context), ListLength) is { } found
                ? found
                : throw new Refusal("There is no such edition. Choose one from the list that Discord shows while you type.");
            var counts = edition.Counts.Select(count => $"{count.Value} {count.Key.Replace('_', ' ')}").DefaultIfEmpty("no mails");
            return new Reply(Words.List(
            [
                $"**{Words.Quote(edition.Edition.Plan)} {Words.Quote(edition.Edition.Name)}**: {Words.Count(edition.Edition.ItemCount, "item")}; {string.Join(", ", counts)}.",
                .. edition.Rows.Select(row => $"• reader {Words.Quote(row.Address)}: {DeliveryList.NameOf(row.State).Replace('_', ' ')}{(row.LastError is { } error ? $", {Words.Quote(error)}" : "")}"),
            ]));
        },
        ct);

    private static async Task<Delivery> FindAsync(Tx tx, CommandContext context) =>
        Arguments.Number(context.Required("delivery")) is { } id && await DeliveryList.FindAsync(tx, id) is { } delivery
            ? delivery
            : throw new Refusal("There is no such delivery. Choose one from the list that Discord shows while you type; `/delivery list` shows their numbers.");

    private static string Line(Delivery delivery, DateTimeOffset? turn) =>
        $"`{delivery.Id}` {delivery.CauseKind} {delivery.CauseId} to {(delivery.Lane == "mail" ? $"reader {Words.Quote(delivery.Address)}" : Words.Address(delivery.Lane, delivery.Address))}: "
        + $"{DeliveryList.NameOf(delivery.State).Replace('_', ' ')}{(delivery.State == DeliveryState.Pending ? $", due {TimeText.Relative(turn ?? delivery.DueAt)}" : "")}{(delivery.LastError is { } error ? $", {Words.Quote(error)}" : "")}";

    private static DeliveryState? StateOf(CommandContext context)
    {
        var index = DeliveryList.StateNames.ToList().IndexOf(context.Text("state") ?? "");
        return index < 0 ? null : (DeliveryState)index;
    }
}
