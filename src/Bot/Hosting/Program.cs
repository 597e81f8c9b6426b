using NewsBot.Bot.Hosting.Cli;

namespace NewsBot.Bot.Hosting;

internal static class Program
{
    private static Task<int> Main(string[] args) => CommandLine.RunAsync(args);
}
