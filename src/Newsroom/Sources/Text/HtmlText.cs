using System.Net;
using System.Text;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>HTML of unknown origin as plain text and as clean HTML, in time that grows with its length alone.</summary>
public static class HtmlText
{
    /// <summary>
    /// UTF-16 units of HTML that are looked at; what follows is left out. Four times the longest article that was met; the
    /// parsers below must bear it.
    /// </summary>
    public const int MaxHtml = 128 * 1024;

    /// <summary>
    /// Clean HTML: no script, style, frame, form, comment or event attribute, no address but absolute http(s), no pixel that
    /// only counts readers; pictures that wait for a script have their address. What is nested or made too oddly for that
    /// becomes paragraphs of plain text.
    /// </summary>
    /// <param name="address">Completes relative addresses; null: those are left out.</param>
    /// <returns>Null when nothing is left to see.</returns>
    public static string? Sanitise(string html, Uri? address)
    {
        if (string.IsNullOrWhiteSpace(html))
        {
            return null;
        }

        return HtmlShape.IsSane(html) ? HtmlClean.Run(html, address) : FromPlain(ToPlain(html));
    }

    /// <summary>Plain text as HTML: paragraphs where there are empty lines, line breaks at the others; null when nothing is to see.</summary>
    public static string? FromPlain(string text)
    {
        var paragraphs = PlainText.Lines(PlainText.Cut(text, MaxHtml))
            .Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph).Replace("\n", "<br>", StringComparison.Ordinal)}</p>");
        var html = string.Join('\n', paragraphs);
        return html.Length == 0 ? null : html;
    }

    /// <summary>Text without tags, references decoded once; blocks are parted by an empty line, white space is folded as a browser does.</summary>
    public static string ToPlain(string html)
    {
        var blocks = Text(html).Split('\n').Select(block => PlainText.Line(block)).Where(block => block.Length > 0);
        return string.Join("\n\n", blocks);
    }

    /// <summary>One line of plain text: tags go, references are decoded once, "3 &lt; 4" stays.</summary>
    public static string Line(string html) => PlainText.Line(Text(html));

    /// <summary>The text with a line feed for each border of a block, and no other.</summary>
    private static string Text(string html)
    {
        if (html.Length > MaxHtml)
        {
            html = html[..MaxHtml];
        }

        var text = new StringBuilder(html.Length);
        var scanner = new HtmlScanner(html);
        var at = 0;
        while (at < html.Length)
        {
            var mark = html.IndexOf('<', at);
            AppendText(text, html, at, mark < 0 ? html.Length : mark);
            if (mark < 0)
            {
                break;
            }

            if (scanner.Read(mark) is not { } tag)
            {
                text.Append('<');
                at = mark + 1;
                continue;
            }

            at = tag.End;
            if (HtmlWords.Block.Contains(tag.Name))
            {
                text.Append('\n');
            }
            else if (!tag.IsEnd && HtmlWords.Dropped.Contains(tag.Name) && !HtmlWords.Void.Contains(tag.Name))
            {
                at = scanner.PastElement(tag);
            }
        }

        return text.ToString();
    }

    // Line ends of the source are spaces to HTML.
    private static void AppendText(StringBuilder text, string html, int from, int to) =>
        text.Append(HtmlEntity.Decode(html[from..to].Replace('\n', ' ').Replace('\r', ' ')));
}
