using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.BrowserTests;

/// <summary>The rules of axe-core: WCAG 2.2 at level AA, and what else is known to help.</summary>
internal static class Axe
{
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(2);

    private static readonly SemaphoreSlim Install = new(1, 1);

    private static readonly Lazy<bool> Possible = new(() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "npm"))));

    /// <summary>All rules, and that of WCAG 2.2 for fingers (2.5.8: 24 px, or room around), which axe-core leaves out unless asked.</summary>
    private const string Run =
        """
        async (only) => {
          const found = await axe.run(document, {
            resultTypes: ['violations'], preload: false,
            ...(only.length > 0 ? { runOnly: { type: 'rule', values: only } } : { rules: { 'target-size': { enabled: true } } }),
          });
          return found.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.html).join(' | ')}`);
        }
        """;

    /// <summary>The rules whose answer depends on colours.</summary>
    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    private static string? loaded;

    /// <summary>npm is there to bring the rules.</summary>
    public static bool IsPossible => Possible.Value;

    /// <summary>Fails with every rule that the page breaks, and where.</summary>
    /// <param name="colours">Only by the rules of colours: nothing else is new since all were looked at.</param>
    public static async Task CheckAsync(IPage page, string what, bool colours)
    {
        // A script of the page would be stopped by its policy; this one is the browser's own.
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync(loaded ??= await SourceAsync());
        }

        var found = await page.EvaluateAsync<JsonElement>(Run, colours ? OfColours : []);
        var violations = found.EnumerateArray().Select(line => line.GetString()).ToList();
        Assert.True(violations.Count == 0, $"{what}:\n{string.Join('\n', violations)}");
    }

    private static async Task<string> SourceAsync()
    {
        var folder = Repository.Path("tests", "labs", "axe");
        var source = Path.Combine(folder, "node_modules", "axe-core", "axe.min.js");
        await Install.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!File.Exists(source))
            {
                var start = new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) { WorkingDirectory = folder, UseShellExecute = false };
                using var npm = Process.Start(start)!;
                using var patience = new CancellationTokenSource(InstallTimeout);
                await npm.WaitForExitAsync(patience.Token);
                Assert.True(npm.ExitCode == 0, $"npm ci failed in {folder} with {npm.ExitCode}");
            }

            return await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken);
        }
        finally
        {
            Install.Release();
        }
    }
}
