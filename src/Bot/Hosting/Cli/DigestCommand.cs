using System.CommandLine;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;

namespace NewsBot.Bot.Hosting.Cli;

internal static class DigestCommand
{
    private static readonly Option<string> Plan = new("--plan") { Description = "Name of the digest", DefaultValueFactory = _ => "weekly" };
    private static readonly Option<string> Reader = new("--reader") { Description = "Mail address of a reader", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "The .eml file to write; - is stdout", Required = true };
    private static readonly Option<int> Limit = new("--limit") { Description = "At most this many editions", DefaultValueFactory = _ => 20 };

    public static Command Create()
    {
        var render = new Command("render", "Write the very mail that a reader gets: of the newest edition, or a preview of the one to come") { Plan, Reader, Out };
        render.SetAction(CommandLine.WithStore(RenderAsync));
        var status = new Command("status", "Editions, and how far their mails are") { Limit, CommandLine.Json };
        status.SetAction(CommandLine.WithStore(StatusAsync));
        return new Command("digest", "The digests and their editions") { render, status };
    }

    private static async Task<int> RenderAsync(StoreCommand command, CancellationToken ct)
    {
        var room = new DigestRoom(OptionsCheck.Checked(command.Options));
        var rendered = await new RenderDigest(command.Db, room.Plans, room.Compose()).RunAsync(command.Parsed.GetValue(Plan)!, command.Parsed.GetValue(Reader)!, ct);
        if (command.Parsed.GetValue(Out) is "-")
        {
            await using var stdout = Console.OpenStandardOutput();
            await stdout.WriteAsync(rendered.Bytes, ct);
        }
        else
        {
            await File.WriteAllBytesAsync(command.Parsed.GetValue(Out)!, rendered.Bytes, ct);
        }

        command.Output.Say(rendered.Preview ? "No edition is open yet: this is what it would say now." : $"Edition {rendered.Edition}.");
        return 0;
    }

    private static async Task<int> StatusAsync(StoreCommand command, CancellationToken ct)
    {
        foreach (var plan in DigestRoom.PlansOf(command.Options))
        {
            var status = await command.Db.ReadAsync(tx => DigestStatus.RunAsync(tx, plan), ct);
            var zone = plan.ReaderZone is null ? plan.Zone.Id : "each reader's own zone";
            var next = status.NextRun is { } run ? $"next {run:yyyy-MM-dd HH:mm} UTC" : "paused";
            var late = status.Late is { } due ? $"; late: due {due.Period.End:yyyy-MM-dd HH:mm} UTC, {(due.State == DueState.Asked ? "staff are asked" : "goes with the next")}" : "";
            command.Output.Say($"{plan.Name}: {plan.Schedule}, {zone}; {next}; now {status.Next.Items.Count} items for {status.NextReaders} readers{late}.");
        }

        var editions = await command.Db.ReadAsync(tx => EditionTable.StatusAsync(tx, command.Parsed.GetValue(Limit)), ct);
        command.Output.Table(
            ["Plan", "Edition", "From", "To", "State", "Items", "Sent", "Waiting", "Dead", "Doubtful", "Cancelled"],
            editions.Select(line => new object?[]
            {
                line.Edition.Plan, line.Edition.Name, line.Edition.StartsAt, line.Edition.EndsAt, line.Edition.State.ToString().ToLowerInvariant(), line.Edition.ItemCount,
                Count(line.Deliveries, "sent"), Count(line.Deliveries, "held", "pending", "sending", "in_flight"), Count(line.Deliveries, "dead"),
                Count(line.Deliveries, "doubtful"), Count(line.Deliveries, "cancelled"),
            }),
            "No editions yet: the first opens at the end of its first period.");
        return 0;
    }

    private static long Count(IReadOnlyDictionary<string, long> deliveries, params string[] states) => states.Sum(state => deliveries.GetValueOrDefault(state));
}
