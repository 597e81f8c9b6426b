using System.Net;
using System.Text;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>What of an HTML text is parsed at all. AngleSharp's time grows with the square of the nesting: 20,000 open elements take seconds.</summary>
internal static class HtmlBounds
{
    /// <summary>Characters: a post shows at most 4,096, and mark-up is seldom more than ten times its text.</summary>
    public const int MaxLength = 64_000;

    /// <summary>Open elements at once; pages made by hand or by a content system stay far below a hundred.</summary>
    private const int MaxDepth = 200;

    // Their end tags may be missing, and a next one ends them.
    private static readonly HashSet<string> Uncounted = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param",
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "rt", "rp", "html", "head", "body",
    };

    /// <summary>The text up to <see cref="MaxLength"/>, never ended inside a tag.</summary>
    public static string Head(string html)
    {
        if (html.Length <= MaxLength)
        {
            return html;
        }

        var head = html[..(char.IsHighSurrogate(html[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        return head.LastIndexOf('<') is var open && open > head.LastIndexOf('>') ? head[..open] : head;
    }

    /// <summary>In one pass: do more elements stand open at once than are parsed?</summary>
    public static bool IsDeep(string html)
    {
        var depth = 0;
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at + 1))
        {
            var closes = html[at + 1] == '/';
            var name = Name(html, closes ? at + 2 : at + 1);
            if (name.Length == 0 || Uncounted.Contains(name))
            {
                continue;
            }

            depth = closes ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > MaxDepth)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text without its tags, in one pass.</summary>
    public static string Stripped(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length;)
        {
            var open = html.IndexOf('<', at);
            text.Append(html, at, (open < 0 ? html.Length : open) - at);
            var close = open < 0 ? -1 : html.IndexOf('>', open);
            if (close < 0)
            {
                break;
            }

            text.Append(' ');
            at = close + 1;
        }

        return WebUtility.HtmlDecode(text.ToString());
    }

    private static string Name(string html, int start)
    {
        const int longest = 20;
        var end = start;
        while (end < html.Length && end - start < longest && char.IsAsciiLetterOrDigit(html[end]))
        {
            end++;
        }

        return end > start && char.IsAsciiLetter(html[start]) ? html[start..end] : "";
    }
}
