using System.ComponentModel;
using System.Diagnostics;

namespace NewsBot.Tests.Support;

/// <summary>A program of somebody else's that judges what we made.</summary>
internal static class Tool
{
    /// <summary>SpamAssassin reads its thousand rules anew each time; that takes seconds, not minutes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <returns>Null when there is no such program.</returns>
    public static async Task<(int ExitCode, string Output, string Errors)?> RunAsync(string program, IEnumerable<string> arguments, byte[] input, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Longest);
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(input, patience.Token);
                process.StandardInput.Close();
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return (process.ExitCode, await output, await errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
