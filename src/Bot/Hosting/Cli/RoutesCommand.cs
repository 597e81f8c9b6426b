using System.CommandLine;
using NewsBot.Bot.Chat;
using NewsBot.Newsroom;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Hosting.Cli;

internal static class RoutesCommand
{
    /// <summary>Not on a terminal, so that nobody can be asked.</summary>
    private const int WrongUse = 2;

    private static readonly Argument<string?> Out = new("file") { Description = "The file to write (default: stdout)", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string> From = new("file") { Description = "A file of topics and routes, as 'routes export' writes it" };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do it without asking" };

    public static Command Create()
    {
        var export = new Command("export", "Write all topics and where they lead as a text file") { Out };
        export.SetAction(CommandLine.WithStore(ExportAsync));
        var apply = new Command("apply", "Show what a file of topics and routes would change, ask, and change it; topics that it does not name stay as they are") { From, Yes };
        apply.SetAction(CommandLine.WithStore((command, ct) => ApplyAsync(command, Console.IsInputRedirected ? null : Console.In, ct)));
        return new Command("routes", "Topics and the places they lead to, as a file") { export, apply };
    }

    private static async Task<int> ExportAsync(StoreCommand command, CancellationToken ct)
    {
        var text = await command.Db.ReadAsync(async tx => RouteFile.Write(await TopicTable.AllAsync(tx), await TopicTable.RoutesAsync(tx)), ct);
        if (command.Parsed.GetValue(Out) is { } path)
        {
            await File.WriteAllTextAsync(path, text, ct);
            command.Output.Say($"{path} is written.");
        }
        else
        {
            await Console.Out.WriteAsync(text.AsMemory(), ct);
        }

        return 0;
    }

    /// <param name="answers">Null: there is nobody to ask.</param>
    private static async Task<int> ApplyAsync(StoreCommand command, TextReader? answers, CancellationToken ct)
    {
        var path = command.Parsed.GetValue(From)!;
        var wanted = RouteFile.Read(path, [.. OptionsCheck.Checked(command.Options).Webhooks.Keys]);
        var changes = await command.Db.ReadAsync(tx => ApplyRoutes.PlanAsync(tx, wanted), ct);
        foreach (var line in changes.SelectMany(Lines))
        {
            await Console.Out.WriteLineAsync(Printable.Of(line).AsMemory(), ct);
        }

        if (changes.Count == 0)
        {
            command.Output.Say("Nothing to change: everything is as the file says.");
            return 0;
        }

        if (!command.Parsed.GetValue(Yes))
        {
            if (answers is null)
            {
                command.Output.Say("Nothing is changed: there is no terminal to ask at. Add --yes to change it.");
                return WrongUse;
            }

            command.Output.Say("Change this? Write yes:");
            if (!string.Equals((await answers.ReadLineAsync(ct))?.Trim(), "yes", StringComparison.OrdinalIgnoreCase))
            {
                command.Output.Say("Nothing is changed.");
                return 1;
            }
        }

        if (await command.Db.WriteAsync(tx => ApplyRoutes.RunAsync(tx, wanted, changes), ct))
        {
            command.Output.Say($"{changes.Count} changed.");
            return 0;
        }

        command.Output.Say("Nothing is changed: somebody changed routes in this moment. Run it again to see what differs now.");
        return 1;
    }

    /// <summary>A change as lines that begin with +, - or ~.</summary>
    internal static IEnumerable<string> Lines(RouteChange change) => change switch
    {
        RouteChange.NewTopic topic => [$"+ topic {topic.Slug}: \"{topic.Name}\""],
        RouteChange.NewName topic => [$"~ topic {topic.Slug}: name \"{topic.Before}\" becomes \"{topic.Name}\""],
        RouteChange.NewRoute route => [$"+ {Way(route.Slug, route.Lane, route.Address)}{Said(route.Terms)}"],
        RouteChange.NoRoute route => [$"- {Way(route.Slug, route.Lane, route.Address)}{Said(route.Before)}"],
        RouteChange.NewTerms route => Differences(route.Before, route.Terms).Select(difference => $"~ {Way(route.Slug, route.Lane, route.Address)}: {difference}"),
        _ => throw new InvalidOperationException($"{change.GetType().Name} is no change of routes."),
    };

    private static string Way(string slug, string lane, string address) => $"{slug} -> {(lane == RouteOptions.Webhook ? "webhook" : "channel")} {address}";

    private static string Said(RouteTerms terms)
    {
        var parts = RouteForm.Of(terms).Parts().Select(part => $"{part.Key} {Value(part.Value)}").ToList();
        return parts.Count == 0 ? "" : $": {string.Join(", ", parts)}";
    }

    private static IEnumerable<string> Differences(RouteTerms before, RouteTerms after)
    {
        var (old, now) = (Values(before), Values(after));
        return old.Keys.Union(now.Keys).Where(key => old.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .Select(key => $"{key} {old.GetValueOrDefault(key, "as usual")} becomes {now.GetValueOrDefault(key, "as usual")}");
    }

    private static Dictionary<string, string> Values(RouteTerms terms) => RouteForm.Of(terms).Parts().ToDictionary(part => part.Key, part => Value(part.Value), StringComparer.Ordinal);

    private static string Value(object value) => value switch
    {
        bool yes => yes ? "yes" : "no",
        IReadOnlyList<string> list => string.Join(", ", list),
        _ => $"\"{value}\"",
    };
}
