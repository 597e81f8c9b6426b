using System.CommandLine;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Hosting.Cli;

internal static class DeliveriesCommand
{
    private static readonly Option<int> Limit = new("--limit") { Description = "At most this many", DefaultValueFactory = _ => 50 };
    private static readonly Option<string?> Lane = new("--lane") { Description = "Only this lane: discord or mail" };
    private static readonly Option<string?> State = new("--state") { Description = $"Only this state: {string.Join(", ", DeliveryList.StateNames)}" };
    private static readonly Argument<long> Id = new("id") { Description = "A delivery's number, from 'deliveries list'" };
    private static readonly Option<long?> OneId = new("--id") { Description = "Only this delivery (default: all that are held)" };

    private static readonly Option<string?> Source = new("--source") { Description = "Only of this source (default: of all)" };
    private static readonly Option<bool> AsOne = new("--as-one") { Description = "One message at each address that lists the items, instead of a post each" };
    private static readonly Option<bool> AsSeen = new("--as-seen") { Description = "Post none of them: they count as seen" };
    private static readonly Option<bool> Withdraw = new("--withdraw") { Description = "They are gone for good: take their posts back" };
    private static readonly Option<bool> Leave = new("--leave") { Description = "Leave their posts as they stand, and ask no more" };

    static DeliveriesCommand() => State.AcceptOnlyFromAmong([.. DeliveryList.StateNames]);

    public static Command Create()
    {
        var list = new Command("list", "What is owed, sent, held, dead or doubtful, newest first") { Limit, Lane, State, CommandLine.Json };
        list.SetAction(CommandLine.WithStore(ListAsync));

        var release = new Command("release", "Answer the fuse: send what it held, as posts or as one message, or count it as seen") { OneId, Source, AsOne, AsSeen };
        release.Validators.Add(result =>
        {
            if (result.GetValue(AsOne) && result.GetValue(AsSeen))
            {
                result.AddError("Say --as-one or --as-seen, not both.");
            }
            else if (result.GetValue(OneId) is not null && (result.GetValue(AsOne) || result.GetValue(AsSeen) || result.GetValue(Source) is not null))
            {
                result.AddError("--id is about one delivery; --source, --as-one and --as-seen are about all that a source has.");
            }
        });
        release.SetAction(CommandLine.WithStore(ReleaseAsync));

        var gone = new Command("gone", "Answer the fuse about items that went from their source, too many at once") { Source, Withdraw, Leave };
        gone.Validators.Add(result =>
        {
            if (result.GetValue(Withdraw) && result.GetValue(Leave))
            {
                result.AddError("Say --withdraw or --leave, not both.");
            }
        });
        gone.SetAction(CommandLine.WithStore(GoneAsync));

        var retry = new Command("retry", "Try a dead or doubtful delivery again (a doubtful mail may then arrive twice)") { Id };
        retry.SetAction(CommandLine.WithStore((command, ct) => ChangeAsync(command, "will be tried again", "is neither dead nor doubtful", tx => DeliveryList.RetryAsync(tx, command.Parsed.GetValue(Id)), ct)));

        var drop = new Command("drop", "Take back a delivery that is not sent") { Id };
        drop.SetAction(CommandLine.WithStore((command, ct) => ChangeAsync(command, "will not be sent", "is sent, under way or cancelled already", tx => DeliveryList.DropAsync(tx, command.Parsed.GetValue(Id)), ct)));

        return new Command("deliveries", "What is owed to channels and readers") { list, release, gone, retry, drop };
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
        var (asOne, asSeen) = (command.Parsed.GetValue(AsOne), command.Parsed.GetValue(AsSeen));
        Func<Newsroom.Store.Tx, string, Task<int>> answer = asOne ? HeldPosts.PostAsOneAsync : asSeen ? HeldPosts.DropAsync : HeldPosts.ReleaseAsync;
        var released = await command.Db.WriteAsync(
            tx => command.Parsed.GetValue(OneId) is { } id ? DeliveryList.ReleaseAsync(tx, id) : EachSourceAsync(tx, command, HeldPosts.SourcesAsync, answer), ct);
        command.Output.Say(released == 0 ? "Nothing is held." : asSeen ? $"{released} marked as seen." : asOne ? $"{released} released, as one message." : $"{released} released.");
        return 0;
    }

    private static async Task<int> GoneAsync(StoreCommand command, CancellationToken ct)
    {
        var (withdraw, leave) = (command.Parsed.GetValue(Withdraw), command.Parsed.GetValue(Leave));
        Func<Newsroom.Store.Tx, string, Task<int>> answer = withdraw ? VanishedItems.WithdrawAsync : leave ? VanishedItems.LeaveAsync : VanishedItems.CountAsync;
        var items = await command.Db.WriteAsync(tx => EachSourceAsync(tx, command, VanishedItems.SourcesAsync, answer), ct);
        command.Output.Say(
            items == 0 ? "Nothing waits: no source has lost suspiciously many items."
            : withdraw ? $"{items} taken back."
            : leave ? $"{items} left as they stand."
            : $"{items} are gone from their source and still stand. Answer with --withdraw or --leave.");
        return 0;
    }

    private static async Task<int> EachSourceAsync(
        Newsroom.Store.Tx tx, StoreCommand command, Func<Newsroom.Store.Tx, Task<IReadOnlyList<string>>> waiting, Func<Newsroom.Store.Tx, string, Task<int>> answer)
    {
        var sum = 0;
        foreach (var source in command.Parsed.GetValue(Source) is { } only ? [only] : await waiting(tx))
        {
            sum += await answer(tx, source);
        }

        return sum;
    }

    private static async Task<int> ChangeAsync(StoreCommand command, string done, string refused, Func<Newsroom.Store.Tx, Task<bool>> change, CancellationToken ct)
    {
        var changed = await command.Db.WriteAsync(change, ct);
        command.Output.Say($"Delivery {command.Parsed.GetValue(Id)} {(changed ? done : refused)}.");
        return changed ? 0 : 1;
    }
}
