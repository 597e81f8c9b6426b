using Microsoft.Playwright;
using NewsBot.BrowserTests;
using Xunit;

[assembly: AssemblyFixture(typeof(Browser))]

namespace NewsBot.BrowserTests;

/// <summary>One headless Chromium for the whole run.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>What test.sh found comes first: on Ubuntu the packages of this name are empty shells.</summary>
    private static readonly string[] Programs = [Environment.GetEnvironmentVariable("NEWSBOT_LAB_BROWSER") ?? "/usr/bin/chromium", "/usr/bin/google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Programs.FirstOrDefault(File.Exists) is not { } program)
        {
            return;
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task<IPage> NewPageAsync(int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, bool scripts = true)
    {
        Assert.SkipWhen(browser is null, $"no Chromium at {string.Join(" or ", Programs)}");
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = scripts,
        });
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
