using System.Globalization;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>Pure: which lines the blocks of a text become in Discord's Markdown. Lists nest by two spaces, quotes do not nest.</summary>
internal sealed class DiscordLayout
{
    /// <summary>Discord indents deeper lists no further on a telephone; what is deeper stands at this depth.</summary>
    private const int MaxListDepth = 4;

    /// <summary>Discord's headings from the fourth level on are plain text.</summary>
    private const int MaxHeading = 3;

    /// <summary>Nine digits are what Discord reads as a number of a list.</summary>
    private const int MaxNumber = 999_999_999;

    private readonly List<Chunk> chunks = [];
    private bool afterBlock;

    public static IReadOnlyList<Chunk> Of(IReadOnlyList<Block> blocks)
    {
        var layout = new DiscordLayout();
        layout.Add(blocks, "");
        return layout.chunks;
    }

    /// <summary>Words of the first block that has any, without marks; empty when none has.</summary>
    public static string FirstWords(IReadOnlyList<Block> blocks) => blocks.Select(block => block switch
    {
        Block.Paragraph paragraph => InlineTokens.Plain(paragraph.Content),
        Block.Heading heading => InlineTokens.Plain(heading.Content),
        Block.Quote quote => FirstWords(quote.Content),
        Block.Code code => CodeText.Line(code.Text),
        Block.Enumeration list => list.Items.Select(FirstWords).FirstOrDefault(text => text.Length > 0) ?? "",
        Block.Table table => table.Rows is [var row, ..] ? string.Join(", ", row) : "",
        _ => "",
    }).FirstOrDefault(SafeLink.IsVisible) ?? "";

    private void Add(IReadOnlyList<Block> blocks, string margin)
    {
        foreach (var block in blocks)
        {
            Add(block, margin);
        }
    }

    private void Add(Block block, string margin)
    {
        switch (block)
        {
            case Block.Paragraph paragraph:
                Add(InlineTokens.Of(paragraph.Content), margin, margin, margin);
                break;
            case Block.Heading { Level: > MaxHeading } heading:
                Add(InlineTokens.Of([.. heading.Content.Select(Bold)]), margin, margin, margin, leadsOn: true);
                break;
            case Block.Heading heading:
                // The largest letters are as large as a post's own title.
                var mark = heading.Level == MaxHeading ? "### " : "## ";
                Add([.. InlineTokens.Of(heading.Content).Select(token => token with { Gap = token.Gap.Length > 0 ? " " : "" })], margin + mark, margin, margin, leadsOn: true, tight: true);
                break;
            case Block.Quote quote:
                Add(quote.Content, "> ");
                break;
            case Block.Code code:
                AddCode(code.Text, code.Language, margin);
                break;
            case Block.Enumeration list:
                AddList(list, margin, depth: 0);
                break;
            case Block.Table table when TableText.Aligned(table) is { } aligned:
                AddCode(aligned, null, margin);
                break;
            case Block.Table table:
                AddList(TableText.Listed(table), margin, depth: 0);
                break;
        }
    }

    private void AddCode(string text, string? language, string margin)
    {
        var code = CodeText.Lines(text);
        if (!SafeLink.IsVisible(code))
        {
            return;
        }

        var name = language is { Length: > 0 and <= 20 } && language.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '#' or '-' or '.' or '_') ? language : "";
        var lines = $"```{name}\n{code}\n```".Replace("\n", "\n" + margin, StringComparison.Ordinal);
        Add([new Token(lines, "", Style.None, TokenKind.Atom)], margin, margin, margin, whole: true, tight: true);
    }

    private void AddList(Block.Enumeration list, string margin, int depth)
    {
        var indent = margin + new string(' ', 2 * depth);
        var number = (long)(list.Start ?? 0);
        foreach (var item in list.Items)
        {
            var lead = list.Start is null ? "- " : string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(number, 0, MaxNumber)}. ");
            if (AddItem(item, indent, lead, margin, depth))
            {
                number++;
            }
        }
    }

    /// <returns>False: there is nothing to see in it.</returns>
    private bool AddItem(IReadOnlyList<Block> item, string indent, string lead, string margin, int depth)
    {
        var before = chunks.Count;
        var tokens = new List<Token>();
        var next = lead;
        void Flush()
        {
            if (tokens.Any(token => SafeLink.IsVisible(token.Text)))
            {
                Add(tokens, indent + next, indent + "  ", margin, whole: true, tight: true);
                next = "  ";
            }

            tokens = [];
        }

        foreach (var block in item)
        {
            if (Content(block) is { } content)
            {
                var more = InlineTokens.Of(content);
                tokens.AddRange(more.Select((token, index) => index == 0 && tokens.Count > 0 ? token with { Gap = "\n" } : token));
                continue;
            }

            Flush();
            if (block is Block.Enumeration inner)
            {
                AddList(inner, margin, Math.Min(depth + 1, MaxListDepth));
            }
            else
            {
                Add(block is Block.Quote quote ? quote.Content : [block], margin);
            }
        }

        Flush();
        return chunks.Count > before;
    }

    private static IReadOnlyList<Inline>? Content(Block block) => block switch
    {
        Block.Paragraph paragraph => paragraph.Content,
        Block.Heading heading => [.. heading.Content.Select(Bold)],
        Block.Quote { Content: [Block.Paragraph only] } => only.Content,
        _ => null,
    };

    private static Inline Bold(Inline part) => part is Inline.Words words ? words with { Style = words.Style | Style.Strong } : part;

    // Lists, code and headings bring their own room; an empty line beside them would be one too many.
    private void Add(List<Token> tokens, string lead, string margin, string quote, bool whole = false, bool leadsOn = false, bool tight = false)
    {
        if (!tokens.Any(token => SafeLink.IsVisible(token.Text)))
        {
            return;
        }

        var startsQuote = quote.Length > 0 && (chunks.Count == 0 || !chunks[^1].Margin.StartsWith('>'));
        var leavesQuote = quote.Length == 0 && chunks.Count > 0 && chunks[^1].Margin.StartsWith('>');
        var isClose = tight || (chunks.Count > 0 && afterBlock);
        var gap = startsQuote || leavesQuote ? "\n\n" : isClose ? "\n" : quote.Length > 0 ? $"\n{quote}\n" : "\n\n";
        chunks.Add(new Chunk(gap, lead, margin, tokens, whole, leadsOn));
        afterBlock = tight && (leadsOn || tokens is [{ Kind: TokenKind.Atom } code] && code.Text.StartsWith("```", StringComparison.Ordinal));
    }
}
