using Microsoft.Playwright;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.BrowserTests;

/// <summary>A page as it is met on a desk and on a phone, by day and by night.</summary>
internal static class Looks
{
    private static readonly (int Width, ColorScheme Scheme)[] All =
    [
        (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (360, ColorScheme.Dark), (360, ColorScheme.Light),
    ];

    /// <summary>Looks at the page as it stands, without loading it again, and leaves it on the phone.</summary>
    /// <param name="name">Of the page; its pictures are kept for people to look at.</param>
    public static async Task CheckAsync(IPage page, string name)
    {
        foreach (var (width, scheme) in All)
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var look = $"{name}-{width}-{scheme}".ToLowerInvariant();
            await ShootAsync(page, look);
            if (Axe.IsPossible)
            {
                await Axe.CheckAsync(page, look);
            }

            await FitsAsync(page, look);
        }
    }

    /// <summary>Fails when somebody would have to scroll sideways.</summary>
    public static async Task FitsAsync(IPage page, string look) =>
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), look);

    public static Task ShootAsync(IPage page, string look) =>
        page.ScreenshotAsync(new() { Path = Repository.Path("artifacts", "screenshots", $"{look}.png"), FullPage = true });
}
