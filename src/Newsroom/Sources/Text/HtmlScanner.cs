using System.Buffers;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>A tag of HTML in a text.</summary>
/// <param name="Name">Empty for comments and other declarations.</param>
/// <param name="End">Behind the tag.</param>
internal readonly record struct HtmlTag(string Name, bool IsEnd, int End);

/// <summary>Finds tags in HTML, in time that grows with its length alone: what was looked for in vain once is not looked for again.</summary>
internal sealed class HtmlScanner(string html)
{
    private const int MaxName = 32;

    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n\f/>");

    private readonly int lastBracket = html.LastIndexOf('>');
    private readonly int lastComment = html.LastIndexOf("-->", StringComparison.Ordinal);
    private readonly HashSet<string> endless = new(StringComparer.OrdinalIgnoreCase);
    private bool quotesAreBroken;

    /// <summary>
    /// The tag at <paramref name="at"/>, or null when the text there is no tag: <c>&lt;</c> before a space or a digit, and a tag
    /// that never ends.
    /// </summary>
    public HtmlTag? Read(int at)
    {
        if (at + 1 >= lastBracket)
        {
            return null;
        }

        if (html[at + 1] is '!' or '?')
        {
            var isComment = html.AsSpan(at).StartsWith("<!--", StringComparison.Ordinal);
            return isComment && at + 2 <= lastComment
                ? new HtmlTag(string.Empty, IsEnd: false, html.IndexOf("-->", at + 2, StringComparison.Ordinal) + 3)
                : new HtmlTag(string.Empty, IsEnd: false, html.IndexOf('>', at) + 1);
        }

        var isEnd = html[at + 1] == '/';
        var start = isEnd ? at + 2 : at + 1;
        if (!char.IsAsciiLetter(html[start]))
        {
            return null;
        }

        // There is a bracket further on, so one of these is found.
        var length = html.AsSpan(start).IndexOfAny(NameEnds);
        return new HtmlTag(length > MaxName ? "?" : html.Substring(start, length), isEnd, EndOf(start + length));
    }

    /// <summary>Where the text goes on after the end tag of what began with <paramref name="tag"/>; behind that tag when there is none.</summary>
    public int PastElement(HtmlTag tag)
    {
        if (endless.Contains(tag.Name))
        {
            return tag.End;
        }

        var end = html.IndexOf($"</{tag.Name}", tag.End, StringComparison.OrdinalIgnoreCase);
        var close = end < 0 ? -1 : html.IndexOf('>', end);
        if (close < 0)
        {
            endless.Add(tag.Name);
            return tag.End;
        }

        return close + 1;
    }

    // A bracket inside quotes does not end the tag.
    private int EndOf(int from)
    {
        var at = from;
        while (!quotesAreBroken)
        {
            var found = html.AsSpan(at).IndexOfAny(">\"'");
            if (found < 0)
            {
                break;
            }

            at += found;
            if (html[at] == '>')
            {
                return at + 1;
            }

            var close = IsValue(at) ? html.IndexOf(html[at], at + 1) : at;
            if (close < 0)
            {
                break;
            }

            at = close + 1;
        }

        quotesAreBroken = true;
        return html.IndexOf('>', from) + 1;
    }

    // Only after an equals sign is it the quote of a value, as browsers have it.
    private bool IsValue(int quote)
    {
        var before = quote - 1;
        while (before > 0 && before > quote - MaxName && char.IsWhiteSpace(html[before]))
        {
            before--;
        }

        return html[before] == '=';
    }
}
