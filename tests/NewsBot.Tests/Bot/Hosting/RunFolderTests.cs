using System.Diagnostics;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Hosting;

public sealed class RunFolderTests
{
    [Fact(Timeout = 60_000)]
    public async Task Dotnet_run_works_in_the_folder_of_whoever_types_it()
    {
        // The SDK for web programs would take the project's own, where there is neither newsbot.json nor content/.
        var start = new ProcessStartInfo("dotnet", ["msbuild", Repository.Path("src/Bot/Bot.csproj"), "-getProperty:RunWorkingDirectory", "-getProperty:AssemblyName"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var asked = Process.Start(start)!;
        var answer = await asked.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await asked.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\"AssemblyName\": \"newsbot\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"RunWorkingDirectory\": \"\"", answer, StringComparison.Ordinal);
    }
}
