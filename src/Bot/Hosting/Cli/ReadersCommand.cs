using System.CommandLine;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Sources;

namespace NewsBot.Bot.Hosting.Cli;

internal static class ReadersCommand
{
    private static readonly Argument<string> Csv = new("file") { Description = "CSV with a header line: address, topics (slugs, separated by blanks or ;), and if wanted zone, language, consent" };
    private static readonly Option<string> Plan = new("--plan") { Description = "The digest that they subscribe to", DefaultValueFactory = _ => "weekly" };

    public static Command Create()
    {
        var import = new Command("import", "Import readers whose consent you can prove; importing twice changes nothing, and nobody who left is brought back") { Csv, Plan };
        import.SetAction(CommandLine.WithStore(ImportAsync));
        return new Command("readers", "Who gets the digests") { import };
    }

    private static async Task<int> ImportAsync(StoreCommand command, CancellationToken ct)
    {
        var path = command.Parsed.GetValue(Csv)!;
        var plan = command.Parsed.GetValue(Plan)!;
        var options = OptionsCheck.Checked(command.Options);
        var plans = options.Digests.Keys;
        if (!plans.Contains(plan))
        {
            throw new OptionsException($"--plan: there is no digest \"{plan}\" in the configuration; {(Nearest.To(plan, plans) is { } near ? $"did you mean \"{near}\"?" : "add it under \"digests\".")}");
        }

        var keys = LinkSecret.Read(options.Web.SecretFile);
        await Wiring.ConfigureAsync(options, command.Db, ct);
        await using var file = File.OpenRead(path);
        var result = await ImportSubscribers.RunAsync(
            command.Db, keys, file, Path.GetFileName(path), plan, problem => command.Output.Say($"{path}: {problem}"), ct);
        command.Output.Say($"{result.Added} added, {result.Changed} changed, {result.Unchanged} known already, {result.LeftAlone} left alone (they ended it, or are suppressed), {result.Refused} refused.");
        return result.Refused == 0 ? 0 : 1;
    }
}
