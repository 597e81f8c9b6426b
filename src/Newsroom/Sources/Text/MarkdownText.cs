using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Plain text out of Markdown, for teasers and headings.</summary>
public static partial class MarkdownText
{
    /// <summary>
    /// Characters of Markdown that are looked at; what follows is left out. Markdig's time grows with the square of hostile input
    /// (20,000 times <c>[a](</c> take seconds), and a teaser is at the beginning.
    /// </summary>
    public const int MaxParsed = 8_000;

    /// <summary>Longest teaser in UTF-16 units.</summary>
    public const int MaxTeaser = 300;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().Build();

    // A table's cells in a row are no teaser.
    private static readonly MarkdownPipeline TeaserPipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>
    /// Text without marks: links keep their words, pictures and HTML vanish, blocks are parted by an empty line. Markdown that
    /// Markdig refuses (nested too deeply) is returned as it stands.
    /// </summary>
    public static string ToPlain(string markdown)
    {
        var head = Head(markdown);
        return Parse(head) is { } document
            ? string.Join("\n\n", document.Descendants<LeafBlock>().Select(Text).Where(text => text.Length > 0))
            : PlainText.Lines(head).Trim();
    }

    /// <summary>Text before <c>&lt;!--more--&gt;</c>, else of the first paragraph that has any, in one line; null without one.</summary>
    internal static string? Teaser(string body)
    {
        var head = Head(body);
        var more = More().Match(head);
        var document = Parse(more.Success ? head[..more.Index] : head, TeaserPipeline);
        if (document is null)
        {
            return PlainText.CutAtWord(PlainText.Line(head), MaxTeaser);
        }

        var paragraphs = document.Descendants<ParagraphBlock>().Where(block => block.Parent is not TableCell).Select(Text).Where(text => text.Length > 0);
        var teaser = PlainText.Line(string.Join(' ', more.Success ? paragraphs : paragraphs.Take(1)));
        return teaser.Length == 0 ? null : PlainText.CutAtWord(teaser, MaxTeaser);
    }

    /// <summary>The first-level heading that a text begins with, and the text below it; null when it begins otherwise.</summary>
    internal static (string Title, string Body)? Heading(string body)
    {
        var head = Head(body);
        return Parse(head)?.FirstOrDefault() is HeadingBlock { Level: 1 } heading && PlainText.Line(Text(heading)) is { Length: > 0 } title
            ? (title, body[Math.Min(body.Length, heading.Span.End + 1)..].TrimStart('\n'))
            : null;
    }

    private static string Head(string markdown)
    {
        if (markdown.Length <= MaxParsed)
        {
            return markdown;
        }

        var lineEnd = markdown.LastIndexOf('\n', MaxParsed - 1);
        return lineEnd > 0 ? markdown[..lineEnd] : PlainText.Cut(markdown, MaxParsed);
    }

    private static MarkdownDocument? Parse(string markdown, MarkdownPipeline? pipeline = null)
    {
        try
        {
            return Markdown.Parse(markdown, pipeline ?? Pipeline);
        }
        catch (ArgumentException)
        {
            // "Markdown elements in the input are too deeply nested"
            return null;
        }
    }

    private static string Text(LeafBlock block)
    {
        var text = new StringBuilder();
        if (block is HtmlBlock)
        {
            return string.Empty;
        }

        if (block is CodeBlock)
        {
            text.Append(block.Lines.ToString());
        }
        else if (block.Inline is { } inline)
        {
            Append(text, inline);
        }

        var words = TemplateTag().Replace(text.ToString(), string.Empty);
        words = WikiLink().Replace(NoteMark().Replace(words, string.Empty), link => link.Value[0] == '!' ? string.Empty : link.Groups["words"].Value);
        return PlainText.Lines(words).Trim();
    }

    // As deep as Markdig lets inlines nest, which is 128.
    private static void Append(StringBuilder text, ContainerInline container)
    {
        foreach (var inline in container)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append('\n');
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case LinkInline { IsImage: true }:
                    break;
                case DelimiterInline unpaired:
                    text.Append(unpaired.ToLiteral());
                    Append(text, unpaired);
                    break;
                case ContainerInline inner:
                    Append(text, inner);
                    break;
            }
        }
    }

    [GeneratedRegex(@"<!--[ \t]*more[ \t]*-->", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex More();

    // Obsidian's links have their words behind a bar, or are their words; with a mark before them they show a file.
    [GeneratedRegex(@"!?\[\[(?:[^\[\]|\n]*\|)?(?<words>[^\[\]|\n]+)\]\]", RegexOptions.NonBacktracking)]
    private static partial Regex WikiLink();

    // A quote that GitHub and Obsidian show as a note begins with its kind.
    [GeneratedRegex(@"^\[![A-Za-z-]{1,20}\][+-]?[ \t]*", RegexOptions.NonBacktracking)]
    private static partial Regex NoteMark();

    // Hugo's shortcodes, Liquid's and Nunjucks' tags: their result is not known here, their source is nobody's reading.
    [GeneratedRegex(@"\{\{[<%][^{}]*[>%]\}\}|\{%[^{}]*%\}|\{\{[^{}]*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex TemplateTag();
}
