using System.Diagnostics;

namespace NewsBot.Benchmarks;

/// <summary>This program once more, in a process whose time and memory are its own.</summary>
internal static class OwnProcess
{
    public static Process Start(params IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(OwnProcess).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;
}
