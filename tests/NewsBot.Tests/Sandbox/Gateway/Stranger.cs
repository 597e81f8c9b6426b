using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using NewsBot.Sandbox;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Sandbox.Gateway;

/// <summary>A running tests/labs/discordjs/stranger.mjs: takes orders, and tells step by step what it lived through.</summary>
internal sealed class Stranger : IAsyncDisposable
{
    /// <summary>The install of 25 small packages; a busy machine may take a minute.</summary>
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(4);

    /// <summary>Much longer than any step takes; discord.js itself gives up earlier on most.</summary>
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(60);

    /// <summary>discord.js 14.28 asks for it.</summary>
    private const int OldestNode = 18;

    private static readonly SemaphoreSlim Install = new(1, 1);

    private readonly Process process;
    private readonly Channel<JsonElement> steps = System.Threading.Channels.Channel.CreateUnbounded<JsonElement>();
    private readonly ConcurrentQueue<string> said = new();
    private readonly Task reading;

    private Stranger(Process process)
    {
        this.process = process;
        reading = ReadAsync();
    }

    private static readonly Lazy<bool> Possible = new(() => Finds("npm") && Finds("node") && MajorOfNode() >= OldestNode);

    /// <summary>Node is new enough for discord.js, and npm is there.</summary>
    public static bool IsPossible => Possible.Value;

    public static async Task<Stranger> StartAsync(SandboxServer sandbox, string token, ulong channel)
    {
        var folder = Repository.Path("tests/labs/discordjs");
        await InstallAsync(folder);
        var start = new ProcessStartInfo("node", ["stranger.mjs"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NEWSBOT_LAB_API"] = new Uri(sandbox.Page, "api").AbsoluteUri;
        start.Environment["NEWSBOT_LAB_TOKEN"] = token;
        start.Environment["NEWSBOT_LAB_CHANNEL"] = channel.ToString(CultureInfo.InvariantCulture);
        return new Stranger(Process.Start(start)!);
    }

    public async Task OrderAsync(string order)
    {
        await process.StandardInput.WriteLineAsync(order.AsMemory(), TestContext.Current.CancellationToken);
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The next step of this name; others before it are passed over, but a failure is the test's.</summary>
    public async Task<JsonElement> StepAsync(string name)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(StepTimeout);
        try
        {
            await foreach (var step in steps.Reader.ReadAllAsync(patience.Token))
            {
                var what = step.GetProperty("step").GetString();
                if (what == name)
                {
                    return step;
                }

                Assert.False(what == "failed", step.GetRawText());
            }
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }

        throw new Xunit.Sdk.XunitException($"The stranger never came to \"{name}\". It said: {string.Join('\n', said)}");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        await reading;
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        var errors = Task.Run(async () =>
        {
            while (await process.StandardError.ReadLineAsync() is { } line)
            {
                said.Enqueue(line);
            }
        });
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Enqueue(line);
            if (line.StartsWith('{'))
            {
                await steps.Writer.WriteAsync(JsonSerializer.Deserialize<JsonElement>(line));
            }
        }

        await errors;
        steps.Writer.Complete();
    }

    private static async Task InstallAsync(string folder)
    {
        await Install.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            // npm writes this file last, when everything is in place.
            var done = Path.Combine(folder, "node_modules", ".package-lock.json");
            if (File.Exists(done) && File.GetLastWriteTimeUtc(done) >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
            {
                return;
            }

            var start = new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            using var npm = Process.Start(start)!;
            using var patience = new CancellationTokenSource(InstallTimeout);
            var (output, errors) = (npm.StandardOutput.ReadToEndAsync(patience.Token), npm.StandardError.ReadToEndAsync(patience.Token));
            await npm.WaitForExitAsync(patience.Token);
            Assert.True(npm.ExitCode == 0, $"npm ci failed: {await output} {await errors}");
        }
        finally
        {
            Install.Release();
        }
    }

    private static int MajorOfNode()
    {
        using var node = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var version = node.StandardOutput.ReadToEnd().Trim(); // v20.19.1
        node.WaitForExit();
        return Version.TryParse(version.TrimStart('v'), out var parsed) ? parsed.Major : 0;
    }

    private static bool Finds(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
