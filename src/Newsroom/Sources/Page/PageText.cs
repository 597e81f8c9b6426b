using System.Text;
using System.Text.RegularExpressions;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Page;

/// <summary>Bytes of a page become HTML that a real parser can be given.</summary>
internal static partial class PageText
{
    /// <summary>HTML Standard, "prescan a byte stream": a page says within these bytes how it is encoded.</summary>
    private const int MaxHead = 1024;

    /// <exception cref="SourceException">Too large, too deep, or no text.</exception>
    public static string Read(byte[] bytes, string? contentType)
    {
        if (bytes.Length > PageLimits.Bytes)
        {
            throw new SourceException($"the page is larger than {PageLimits.Bytes / 1024 / 1024} MiB");
        }

        var html = Bare(FeedText.Read(bytes, Labelled(bytes, contentType)));
        if (html.Length > PageLimits.Html)
        {
            throw new SourceException($"the page has more than {PageLimits.Html / 1024 / 1024} million characters without its scripts");
        }

        return HtmlShape.IsSane(html, PageLimits.Html, PageLimits.Depth, PageLimits.Tags)
            ? html
            : throw new SourceException($"the page has more than {PageLimits.Tags} tags, or more than {PageLimits.Depth} elements within each other");
    }

    // What the server says goes first, then what the page says.
    private static string? Labelled(byte[] bytes, string? contentType)
    {
        if (contentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) == true)
        {
            return contentType;
        }

        var meta = Meta().Match(Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, MaxHead)));
        return meta.Success ? $"text/html; charset={meta.Groups["name"].Value}" : contentType;
    }

    // Scripts and styles are no content, and their text may look like tags.
    private static string Bare(string html)
    {
        var bare = new StringBuilder(html.Length);
        var scanner = new HtmlScanner(html);
        var kept = 0;
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at < html.Length; at = html.IndexOf('<', at))
        {
            if (scanner.Read(at) is not { } tag)
            {
                at++;
                continue;
            }

            if (tag.IsEnd || !IsNoContent(tag.Name))
            {
                at = tag.End;
                continue;
            }

            bare.Append(html, kept, at - kept);
            at = kept = scanner.PastElement(tag);
        }

        return bare.Append(html, kept, html.Length - kept).ToString();
    }

    private static bool IsNoContent(string name) =>
        name.Equals("script", StringComparison.OrdinalIgnoreCase)
        || name.Equals("style", StringComparison.OrdinalIgnoreCase)
        || name.Equals("svg", StringComparison.OrdinalIgnoreCase)
        || name.Equals("template", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""<meta\s[^>]*?charset\s*=\s*["']?\s*(?<name>[A-Za-z0-9._:-]+)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Meta();
}
