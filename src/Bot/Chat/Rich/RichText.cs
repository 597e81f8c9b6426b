using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>Bodies of news, made for Discord's Markdown.</summary>
internal static class RichText
{
    /// <summary>
    /// The body as Discord shows it best, at most <paramref name="limit"/> code points, ended by "…" when something was left
    /// out. What is left out is left out whole: words, links, list items, code and tables are never torn, and every mark that is
    /// opened is closed. Only when the very first of these has no room at all does its bare text stand there, cut at a word.
    /// Nothing in the body can format, ping or pass for a time, a mention or an emoji.
    /// </summary>
    /// <returns>Empty when there is nothing to see.</returns>
    public static string Discord(string body, TextFormat format, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var (blocks, whole) = format == TextFormat.Html ? HtmlReader.Read(body) : MarkdownReader.Read(body);
        return Discord(blocks, whole, limit);
    }

    /// <summary>As <see cref="Discord(string, TextFormat, int)"/>, for text without any mark-up: an empty line parts paragraphs.</summary>
    public static string Plain(string text, int limit)
    {
        var head = text.Length <= HtmlBounds.MaxLength ? text : text[..HtmlBounds.MaxLength];
        var paragraphs = head.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Discord([.. paragraphs.Select(paragraph => new Block.Paragraph([new Inline.Words(paragraph)]))], head.Length == text.Length, limit);
    }

    /// <param name="whole">False: there is more than these blocks, so the text ends in "…" in any case.</param>
    internal static string Discord(IReadOnlyList<Block> blocks, bool whole, int limit)
    {
        var chunks = DiscordLayout.Of(blocks);
        var full = DiscordWriter.Write(chunks);
        return (full.Length == 0 && whole) || limit == 0 ? ""
            : whole && Limits.Length(full) <= limit ? full
            : DiscordWriter.Cut(chunks, limit) is { Length: > 0 } cut ? cut
            : Limits.Cut(Markdown.Escape(DiscordLayout.FirstWords(blocks)) + " …", limit);
    }
}
