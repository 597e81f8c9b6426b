using System.CommandLine;

namespace NewsBot.Bot.Hosting.Cli;

internal static class RunCommand
{
    public static Command Create()
    {
        var run = new Command("run", "Watch, post and mail until stopped (the default)");
        run.SetAction(RunAsync);
        return run;
    }

    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var path = parsed.GetValue(CommandLine.Config);
        var options = OptionsCheck.Checked(OptionsFile.Read(path, Environment.GetEnvironmentVariables()));
        foreach (var hint in Hints(options))
        {
            await Console.Error.WriteLineAsync($"newsbot: {hint}");
        }

        await RunWorker.RunAsync(
            options,
            TimeProvider.System,
            LogLevel.Information,
            async (_, stop) =>
            {
                await Console.Error.WriteLineAsync($"newsbot: running; store {options.Store}, pages at {options.Web.Listen}. Ctrl+C stops.");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            },
            ct);
        return 0;
    }

    // What is left out is legal, and mostly forgotten.
    private static IEnumerable<string> Hints(NewsBotOptions options)
    {
        if (options.Sources.Count == 0)
        {
            yield return "nothing is watched: name a folder under \"sources\" in newsbot.json ('newsbot demo' shows a working set-up).";
        }

        if (options.Discord is null && options.Topics.Values.Any(topic => topic.Channels.Count > 0))
        {
            yield return "topics name Discord channels, but there is no \"discord\" section: their posts wait.";
        }

        if (options.Digests.Count > 0 && options.Mail is null)
        {
            yield return "there are digests, but no \"mail\" section: their mails wait.";
        }
    }
}
