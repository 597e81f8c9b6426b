using System.CommandLine;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Hosting.Cli;

internal static class DeliveriesCommand
{
    private static readonly Option<int> Limit = new("--limit") { Description = "At most this many", DefaultValueFactory = _ => 50 };
    private static readonly Option<string?> Lane = new("--lane") { Description = "Only this lane: discord or mail" };
    private static readonly Option<string?> State = new("--state") { Description = $"Only this state: {string.Join(", ", DeliveryList.StateNames)}" };
    private static readonly Argument<long> Id = new("id") { Description = "A delivery's number, from 'deliveries list'" };
    private static readonly Option<long?> OneId = new("--id") { Description = "Only this delivery (default: all that are held)" };

    static DeliveriesCommand() => State.AcceptOnlyFromAmong([.. DeliveryList.StateNames]);

    public static Command Create()
    {
        var list = new Command("list", "What is owed, sent, held, dead or doubtful, newest first") { Limit, Lane, State, CommandLine.Json };
        list.SetAction(CommandLine.WithStore(ListAsync));

        var release = new Command("release", "Send what the fuse held") { OneId };
        release.SetAction(CommandLine.WithStore(ReleaseAsync));

        var retry = new Command("retry", "Try a dead or doubtful delivery again (a doubtful mail may then arrive twice)") { Id };
        retry.SetAction(CommandLine.WithStore((command, ct) => ChangeAsync(command, "will be tried again", "is neither dead nor doubtful", tx => DeliveryList.RetryAsync(tx, command.Parsed.GetValue(Id)), ct)));

        var drop = new Command("drop", "Take back a delivery that is not sent") { Id };
        drop.SetAction(CommandLine.WithStore((command, ct) => ChangeAsync(command, "will not be sent", "is sent, under way or cancelled already", tx => DeliveryList.DropAsync(tx, command.Parsed.GetValue(Id)), ct)));

        return new Command("deliveries", "What is owed to channels and readers") { list, release, retry, drop };
    }

    private static async Task<int> ListAsync(StoreCommand command, CancellationToken ct)
    {
        var (rows, down, parked) = await command.Db.ReadAsync(
            async tx => (
                await DeliveryList.NewestAsync(tx, command.Parsed.GetValue(Lane), command.Parsed.GetValue(State), command.Parsed.GetValue(Limit)),
                await DeliveryList.DownLanesAsync(tx),
                await DeliveryList.ParkedAsync(tx)),
            ct);
        command.Output.Table(
            ["Id", "Lane", "Address", "Cause", "Wanted", "Revision", "Stands", "State", "Attempt", "Due", "Remote", "Error"],
            rows.Select(row => new object?[]
            {
                row.Id, row.Lane, row.Address, $"{row.CauseKind}/{row.CauseId}", row.Wanted.ToString().ToLowerInvariant(), row.WantedRev, row.DoneRev,
                DeliveryList.NameOf(row.State), row.Attempt, row.DueAt, row.RemoteId, row.LastError,
            }),
            "Nothing is owed and nothing was sent.");
        foreach (var lane in down)
        {
            command.Output.Say($"{lane.Name} is down since {lane.DownSince:u}: {lane.DownReason}");
        }

        foreach (var address in parked)
        {
            command.Output.Say($"{address.Lane}:{address.Address} is parked since {address.Since:u}: {address.Reason}");
        }

        return 0;
    }

    private static async Task<int> ReleaseAsync(StoreCommand command, CancellationToken ct)
    {
        var released = await command.Db.WriteAsync(tx => DeliveryList.ReleaseAsync(tx, command.Parsed.GetValue(OneId)), ct);
        command.Output.Say(released == 0 ? "Nothing is held." : $"{released} released.");
        return 0;
    }

    private static async Task<int> ChangeAsync(StoreCommand command, string done, string refused, Func<Newsroom.Store.Tx, Task<bool>> change, CancellationToken ct)
    {
        var changed = await command.Db.WriteAsync(change, ct);
        command.Output.Say($"Delivery {command.Parsed.GetValue(Id)} {(changed ? done : refused)}.");
        return changed ? 0 : 1;
    }
}
