using System.CommandLine;
using Microsoft.Data.Sqlite;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Hosting.Cli;

/// <summary>The commands of <c>newsbot</c>. Exit code 0 is fine, 1 failed, 2 wrong use.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int WrongUse = 2;

    /// <summary>Longer than the worker takes to stop in good order.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    public static readonly Option<string?> Config = new("--config", "-c")
    {
        Description = $"The configuration file (default: {OptionsFile.DefaultName} in this folder)",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line instead of a table" };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = Root();
        var result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("'newsbot --help' lists the commands, 'newsbot COMMAND --help' explains one.");
            return WrongUse;
        }

        try
        {
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TerminationTimeout });
        }
        catch (OperationCanceledException)
        {
            return Failed;
        }
        catch (SqliteException refused)
        {
            await Console.Error.WriteLineAsync($"newsbot: the store {StoreAccess.Explain(refused)}");
            return Failed;
        }
        catch (Exception expected) when (expected is OptionsException or InvalidOperationException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            foreach (var line in expected.Message.Split(Environment.NewLine))
            {
                await Console.Error.WriteLineAsync($"newsbot: {line}");
            }

            return Failed;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Watches a content store, posts new items to Discord channels per topic, and mails weekly digests.")
        {
            Config,
            RunCommand.Create(),
            DemoCommand.Create(),
            SandboxCommand.Create(),
            SourceCommand.Create(),
            ReadersCommand.Create(),
            DigestCommand.Create(),
            ItemsCommand.Create(),
            DeliveriesCommand.Create(),
            RoutesCommand.Create(),
            DkimCommand.Create(),
            MigrateCommand.Create(),
        };
        root.SetAction(RunCommand.RunAsync);
        return root;
    }

    /// <summary>A command's action with the options read, the store open and somewhere to print.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> WithStore(Func<StoreCommand, CancellationToken, Task<int>> action) => async (parsed, ct) =>
    {
        var options = OptionsFile.Read(parsed.GetValue(Config), Environment.GetEnvironmentVariables());
        using var db = await StoreAccess.OpenAsync(options, TimeProvider.System, ct);
        return await action(new StoreCommand(parsed, options, db, new Output(Console.Out, Console.Error, parsed.GetValue(Json))), ct);
    };
}

/// <summary>What a command that works on the store has at hand.</summary>
internal sealed record StoreCommand(ParseResult Parsed, NewsBotOptions Options, Db Db, Output Output);
