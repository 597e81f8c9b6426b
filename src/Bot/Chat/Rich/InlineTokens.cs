using System.Text;
using NewsBot.Discord.Model;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>Pure: a paragraph's parts become escaped words, links and code.</summary>
internal static class InlineTokens
{
    /// <summary>A line of Discord's code is not a place for more; longer code stands as words.</summary>
    private const int MaxCode = 200;

    /// <summary>
    /// Code and addresses carry no marks: Discord reads the stars and underscores inside them as ends of the marks around. A link
    /// takes its marks inside.
    /// </summary>
    public static List<Token> Of(IReadOnlyList<Inline> content)
    {
        var tokens = new List<Token>();
        var gap = "";
        foreach (var part in Merged(content))
        {
            switch (part)
            {
                case Inline.Words words:
                    gap = Words(tokens, words, gap);
                    break;
                case Inline.Code code:
                    gap = Add(tokens, CodeToken(code.Text), gap);
                    break;
                case Inline.Link link:
                    gap = Link(tokens, link, gap);
                    break;
                case Inline.Picture picture:
                    gap = Link(tokens, new Inline.Link(picture.Address, [new Inline.Words(Caption(picture))]), gap);
                    break;
            }
        }

        return tokens;
    }

    /// <summary>The text alone, in one line.</summary>
    public static string Plain(IReadOnlyList<Inline> content)
    {
        var text = new StringBuilder();
        foreach (var part in content)
        {
            text.Append(part switch
            {
                Inline.Words words => words.Text,
                Inline.Code code => code.Text,
                Inline.Link link => Plain(link.Content),
                Inline.Picture picture => picture.Alt,
                _ => "",
            });
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Caption(Inline.Picture picture) => SafeLink.IsVisible(picture.Alt) ? $"Picture: {picture.Alt}" : "Picture";

    // Neighbours in one style are escaped as one text: an "@" and an "everyone" must not meet unseen.
    private static IEnumerable<Inline> Merged(IReadOnlyList<Inline> content)
    {
        Inline.Words? open = null;
        foreach (var part in content)
        {
            if (part is Inline.Words words && open is not null && (open.Style == words.Style || string.IsNullOrWhiteSpace(words.Text)))
            {
                open = open with { Text = open.Text + words.Text };
                continue;
            }

            if (open is not null)
            {
                yield return open;
            }

            open = part as Inline.Words;
            if (open is null)
            {
                yield return part;
            }
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    private static string Words(List<Token> tokens, Inline.Words words, string gap)
    {
        // Away from a line's start a "-" is a hyphen; the bracket that says so is not part of the text.
        var atLineStart = tokens.Count == 0 || gap == "\n";
        var escaped = atLineStart ? Markdown.Escape(words.Text) : Markdown.Escape("(" + words.Text)[1..];
        for (var at = 0; at < escaped.Length;)
        {
            var end = at;
            while (end < escaped.Length && IsSpace(escaped[end]) == IsSpace(escaped[at]))
            {
                end++;
            }

            var text = escaped[at..end];
            at = end;
            if (IsSpace(text[0]))
            {
                gap = tokens.Count == 0 ? "" : text.Contains('\n', StringComparison.Ordinal) || gap == "\n" ? "\n" : " ";
                continue;
            }

            var isAddress = text.Contains("http://", StringComparison.OrdinalIgnoreCase) || text.Contains("https://", StringComparison.OrdinalIgnoreCase);
            gap = Add(tokens, new Token(text, "", isAddress ? Style.None : words.Style, isAddress ? TokenKind.Address : TokenKind.Word), gap);
        }

        return gap;
    }

    private static string Link(List<Token> tokens, Inline.Link link, string gap)
    {
        var words = Of([.. Flat(link.Content)]);
        var text = Plain(link.Content);
        if (SafeLink.Address(link.Address) is not { } address)
        {
            foreach (var word in words)
            {
                gap = Add(tokens, word with { Gap = "" }, gap.Length > 0 ? gap : word.Gap);
            }

            return gap;
        }

        if (!SafeLink.IsVisible(text) || SafeLink.IsSame(text, address))
        {
            return Add(tokens, new Token(address, "", Style.None, TokenKind.Address), gap);
        }

        if (!SafeLink.MayMask(text, address))
        {
            // The text names one place and the link leads to another: both are shown.
            foreach (var word in words)
            {
                gap = Add(tokens, word with { Gap = "" }, gap.Length > 0 ? gap : word.Gap);
            }

            return Add(tokens, new Token($"(<{address}>)", "", Style.None, TokenKind.Atom), " ");
        }

        var shown = DiscordWriter.Line([.. words.Select(word => word with { Gap = word.Gap.Length > 0 ? " " : "", Text = SafeLink.Text(word.Text) })]);
        return Add(tokens, new Token($"[{shown}]({address})", "", Style.None, TokenKind.Atom), gap);
    }

    // Discord knows no link and no picture inside a link.
    private static IEnumerable<Inline> Flat(IReadOnlyList<Inline> content) => content.SelectMany(part => part switch
    {
        Inline.Link link => Flat(link.Content),
        Inline.Picture picture => [new Inline.Words(Caption(picture))],
        _ => [part],
    });

    private static Token CodeToken(string code)
    {
        var text = CodeText.Line(code);
        return text.Length == 0 ? default
            : text.Length > MaxCode || text.Contains("``", StringComparison.Ordinal) ? new Token(Markdown.Escape("(" + text)[1..], "", Style.None)
            : !text.Contains('`', StringComparison.Ordinal) ? new Token($"`{text}`", "", Style.None, TokenKind.Atom)
            : new Token($"`` {text} ``", "", Style.None, TokenKind.Atom);
    }

    private static string Add(List<Token> tokens, Token token, string gap)
    {
        if (!string.IsNullOrEmpty(token.Text))
        {
            if (token.Kind == TokenKind.Address && gap.Length == 0 && tokens.Count > 0 && char.IsLetterOrDigit(tokens[^1].Text[^1]))
            {
                gap = " "; // In the middle of a word it would be no address, and its underscores would be marks.
            }

            tokens.Add(token with { Gap = tokens.Count == 0 ? "" : gap });
            return "";
        }

        return gap;
    }

    // What a no-break space joins is one word.
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) && character is not ('\u00A0' or '\u202F' or '\u2007');
}
