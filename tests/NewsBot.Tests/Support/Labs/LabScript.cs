using System.ComponentModel;
using System.Diagnostics;
using NewsBot.Tests.Support.Labs;
using Xunit;

[assembly: AssemblyFixture(typeof(LabsEnd))]

namespace NewsBot.Tests.Support.Labs;

/// <summary>The scripts under <c>tests/labs</c>, for a run that <c>test.sh</c> has not started labs for.</summary>
internal static class LabScript
{
    private static readonly List<(string Lab, string Folder)> Started = [];

    /// <summary>Starts a lab in a folder and on ports of its own; it ends with this test run.</summary>
    /// <returns>What the script printed, or why there is no lab: a program that is missing, an account that is not root.</returns>
    public static async Task<(string? Output, string? Reason)> StartAsync(string lab)
    {
        var folder = Directory.CreateTempSubdirectory("newsbot-lab-").FullName;
        var (exitCode, output, errors) = await RunAsync(lab, folder, "start.sh");
        if (exitCode == 0)
        {
            lock (Started)
            {
                Started.Add((lab, folder));
            }

            return (output, null);
        }

        await StopAsync(lab, folder);
        return (null, errors.TrimEnd().Split('\n')[^1]);
    }

    public static async Task StopAllAsync()
    {
        foreach (var (lab, folder) in Started)
        {
            await StopAsync(lab, folder);
        }
    }

    private static async Task StopAsync(string lab, string folder)
    {
        await RunAsync(lab, folder, "stop.sh", "--purge");
        if (Directory.Exists(folder)) // A script that began nothing leaves the empty folder to its maker.
        {
            Directory.Delete(folder);
        }
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string lab, string folder, string script, params string[] options)
    {
        var prefix = $"NEWSBOT_LAB_{lab.ToUpperInvariant()}_";
        var start = new ProcessStartInfo("bash", [Repository.Path("tests", "labs", lab, script), .. options])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                [prefix + "DIR"] = folder,
                [prefix + "PORT"] = "0",
                [prefix + "SUBMISSION_PORT"] = "0",
                [prefix + "IMAPS_PORT"] = "0",
            },
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output, await errors);
        }
        catch (Win32Exception exception)
        {
            return (-1, "", $"the {lab} lab needs bash: {exception.Message}");
        }
    }
}

/// <summary>Stops the labs that this run has started, after its last test.</summary>
public sealed class LabsEnd : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await LabScript.StopAllAsync();
}
