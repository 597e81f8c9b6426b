using System.Diagnostics;
using System.Text;

namespace NewsBot.Tests.Scenarios;

/// <summary>The real program as a process of its own.</summary>
internal sealed class NewsBotProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder stdout = new();
    private readonly StringBuilder stderr = new();
    private readonly TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NewsBotProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public string Stdout => Read(stdout);

    public string Stderr => Read(stderr);

    /// <summary>Completes when the worker says that it runs; faults when it ends before.</summary>
    public Task Running => running.Task;

    public static NewsBotProcess Start(string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        List<string> command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "newsbot.dll"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var started = new NewsBotProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        started.Begin();
        return started;
    }

    public static async Task<(int ExitCode, string Stdout, string Stderr)> RunAsync(string folder, CancellationToken ct, params string[] arguments)
    {
        using var program = Start(folder, arguments);
        var exitCode = await program.ExitAsync(ct);
        return (exitCode, program.Stdout, program.Stderr);
    }

    public async Task<int> ExitAsync(CancellationToken ct)
    {
        await process.WaitForExitAsync(ct);
        process.WaitForExit(); // The last lines of both streams are read now.
        return process.ExitCode;
    }

    /// <summary>Returns when a text stands on stderr, so many times.</summary>
    public async Task SaysAsync(string text, CancellationToken ct, int times = 1)
    {
        while (Stderr.Split(text).Length <= times)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The program ended without saying \"{text}\": {Stderr}");
            }

            await Task.Delay(50, ct);
        }
    }

    /// <summary>SIGKILL: no handler runs, no buffer is flushed.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGTERM, as a service manager stops it.</summary>
    public async Task<int> StopAsync(CancellationToken ct)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        return await ExitAsync(ct);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private void Begin()
    {
        process.OutputDataReceived += (_, line) => Add(stdout, line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            Add(stderr, line.Data);
            if (line.Data?.StartsWith("newsbot: running", StringComparison.Ordinal) == true)
            {
                running.TrySetResult();
            }
        };
        process.Exited += (_, _) => running.TrySetException(new InvalidOperationException("The program ended before it ran: " + Stderr));
        _ = running.Task.ContinueWith(task => task.Exception, TaskScheduler.Default); // Not everybody waits for it.
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static void Add(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
