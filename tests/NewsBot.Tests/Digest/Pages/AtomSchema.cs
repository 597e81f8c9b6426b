using System.Diagnostics;
using NewsBot.Tests.Support;

namespace NewsBot.Tests.Digest.Pages;

/// <summary>The grammar of RFC 4287 in <c>tests/labs/atom</c>, read by xmllint (package libxml2-utils).</summary>
internal static class AtomSchema
{
    private const string Program = "xmllint";

    private static readonly Lazy<bool> Found = new(() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program))));

    public static bool IsPossible => Found.Value;

    /// <returns>What xmllint says against the feed; empty when it is valid.</returns>
    public static async Task<string> ErrorsAsync(byte[] feed, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Program, ["--nonet", "--noout", "--relaxng", Repository.Path("tests", "labs", "atom", "atom.rng"), "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var xmllint = Process.Start(start)!;
        var said = xmllint.StandardError.ReadToEndAsync(ct);
        await xmllint.StandardInput.BaseStream.WriteAsync(feed, ct);
        xmllint.StandardInput.Close();
        await xmllint.WaitForExitAsync(ct);
        return xmllint.ExitCode == 0 ? "" : $"{xmllint.ExitCode}: {await said}";
    }
}
