using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>What of an HTML text is parsed at all: the parser's time grows with the square of the nesting, and those who walk its tree stand on the stack.</summary>
internal static class HtmlBounds
{
    /// <summary>Characters: a post shows at most 4,096, and mark-up is seldom more than ten times its text.</summary>
    public const int MaxLength = 64_000;

    /// <summary>Open elements at once; pages made by hand or by a content system stay far below a hundred.</summary>
    private const int MaxDepth = 200;

    /// <summary>A tag for every fourth character.</summary>
    private const int MaxTags = MaxLength / 4;

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

    /// <inheritdoc cref="HtmlShape"/>
    public static bool MayParse(string html) => HtmlShape.IsSane(html, MaxLength, MaxDepth, MaxTags);
}
