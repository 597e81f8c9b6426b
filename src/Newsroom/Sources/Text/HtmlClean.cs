using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Sanitises HTML whose shape <see cref="HtmlShape"/> has found harmless.</summary>
internal static class HtmlClean
{
    /// <summary>Attributes where pages keep the address of a picture until a script shows it, the likeliest first.</summary>
    private static readonly string[] LazyAddresses = ["data-src", "data-lazy-src", "data-original", "data-orig-file", "data-full-url", "data-image"];

    private static readonly HtmlSanitizer Sanitizer = Configured();

    /// <returns>Null when nothing is left to see.</returns>
    public static string? Run(string html, Uri? address)
    {
        var document = new HtmlParser().ParseDocument(html);
        if (document.Body is not { } body)
        {
            return null;
        }

        foreach (var element in body.QuerySelectorAll("*").Where(element => HtmlWords.Dropped.Contains(element.LocalName)).ToList())
        {
            element.Remove();
        }

        Pictures(body, address);
        foreach (var link in body.QuerySelectorAll("a[href]"))
        {
            if (WebAddress.Resolve(link.GetAttribute("href"), address) is { } absolute)
            {
                link.SetAttribute("href", absolute);
            }
            else
            {
                link.RemoveAttribute("href");
            }
        }

        Sanitizer.SanitizeDom(document, body);
        return body.QuerySelector("img") is null && !PlainText.IsVisible(body.TextContent) ? null : body.InnerHtml.Trim();
    }

    private static HtmlSanitizer Configured()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = HtmlWords.Kept.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "start", "lang", "datetime" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https" },
            AllowedCssProperties = new HashSet<string>(StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
        })
        {
            KeepChildNodes = true,
        };
        return sanitizer;
    }

    private static void Pictures(IElement body, Uri? document)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var picture in body.QuerySelectorAll("img").ToList())
        {
            var address = LazyAddresses.Select(picture.GetAttribute).Append(picture.GetAttribute("src"))
                .Select(value => WebAddress.Resolve(value, document))
                .FirstOrDefault(value => value is not null);

            // The same again is what stands in <noscript> for browsers without scripts.
            if (address is null || IsPixel(picture) || !shown.Add(address))
            {
                picture.Remove();
            }
            else
            {
                picture.SetAttribute("src", address);
            }
        }
    }

    private static bool IsPixel(IElement picture) =>
        ((ReadOnlySpan<string>)["width", "height"]).ToArray().Any(side =>
            picture.GetAttribute(side) is { } value && int.TryParse(value.Trim().Replace("px", string.Empty, StringComparison.OrdinalIgnoreCase), NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels <= 1);
}
