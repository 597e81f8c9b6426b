using NewsBot.BrowserTests;
using NewsBot.Tests.Scenarios;
using NewsBot.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(RunningDemo))]

namespace NewsBot.BrowserTests;

/// <summary>The real <c>newsbot demo</c> as a process, on a copy of the sample content.</summary>
public sealed class RunningDemo : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newsbot-browser-");
    private NewsBotProcess? process;

    public string Content => Path.Combine(folder.FullName, "content");

    /// <summary>The first address that the demo prints: that of its own page.</summary>
    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Copy(Repository.Path("content"), Content);
        process = NewsBotProcess.Start(folder.FullName, ["demo", "--port", "0"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!process.Stdout.Contains("http://", StringComparison.Ordinal))
        {
            await Task.Delay(50, limit.Token);
        }

        Address = process.Stdout[process.Stdout.IndexOf("http://", StringComparison.Ordinal)..].Split('\n')[0].Trim();
    }

    public ValueTask DisposeAsync()
    {
        process?.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
