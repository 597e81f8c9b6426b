using Microsoft.Playwright;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.BrowserTests;

/// <summary>A page as it is met on a desk and on a phone, by day and by night.</summary>
internal static class Looks
{
    // Night changes colours and nothing else, so its looks need the rules of colours alone, and a picture of one shows them all.
    private static readonly (int Width, ColorScheme Scheme, bool Kept)[] All =
    [
        (1280, ColorScheme.Light, true), (1280, ColorScheme.Dark, false), (360, ColorScheme.Dark, true), (360, ColorScheme.Light, false),
    ];

    /// <summary>Looks at the page as it stands, without loading it again, and leaves it on the phone.</summary>
    /// <param name="name">Of the page; its pictures are kept for people to look at.</param>
    public static async Task CheckAsync(IPage page, string name)
    {
        foreach (var (width, scheme, kept) in All)
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var look = $"{name}-{width}-{scheme}".ToLowerInvariant();
            if (kept)
            {
                await ShootAsync(page, look);
            }

            if (Axe.IsPossible)
            {
                await Axe.CheckAsync(page, look, colours: scheme == ColorScheme.Dark);
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
