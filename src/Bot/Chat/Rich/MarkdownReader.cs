using Markdig;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>Markdown as blocks. It goes by way of HTML, since Markdown may hold HTML anywhere and both must come out alike.</summary>
internal static class MarkdownReader
{
    /// <summary>
    /// Characters that are parsed. Markdig's time grows with the square of hostile input (20,000 times <c>[a](</c> take six
    /// seconds, so many characters a fifth of one), and a post shows at most 4,096.
    /// </summary>
    public const int MaxLength = 16_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseFootnotes()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .Build();

    /// <returns>Whole: nothing was left out. Markdown that Markdig refuses (nested too deeply) is one paragraph as it stands.</returns>
    public static (IReadOnlyList<Block> Blocks, bool Whole) Read(string markdown)
    {
        var head = Head(markdown);
        var whole = head.Length == markdown.Length;
        try
        {
            var (blocks, wholeHtml) = HtmlReader.Read(Markdown.ToHtml(head, Pipeline), fromMarkdown: true);
            return (blocks, whole && wholeHtml);
        }
        catch (ArgumentException)
        {
            return ([new Block.Paragraph([new Inline.Words(head)])], whole);
        }
    }

    private static string Head(string markdown)
    {
        if (markdown.Length <= MaxLength)
        {
            return markdown;
        }

        var end = markdown.LastIndexOfAny(['\n', ' '], MaxLength - 1);
        return markdown[..(end > MaxLength / 2 ? end : char.IsHighSurrogate(markdown[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
