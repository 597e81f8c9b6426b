namespace NewsBot.Bot.Chat.Rich;

/// <summary>What a text is cut around: a word, a link, a piece of code, a line of a table.</summary>
/// <param name="Text">Discord's Markdown, complete in itself.</param>
/// <param name="Gap">What parts it from the one before: nothing, a space, or a line end.</param>
/// <param name="Style">Marks that stand around it, shared with its neighbours.</param>
internal readonly record struct Token(string Text, string Gap, Style Style, TokenKind Kind = TokenKind.Word);

internal enum TokenKind
{
    /// <summary>Escaped text: it may be torn when it alone fills the room.</summary>
    Word,

    /// <summary>A bare address: what follows must not become part of it.</summary>
    Address,

    /// <summary>A link with a text, or code: never torn.</summary>
    Atom,
}

/// <summary>A paragraph, an item of a list, a block of code, a table.</summary>
/// <param name="Gap">Line ends before it.</param>
/// <param name="Margin">What begins each of its lines but the first: the mark of a quote, the indentation of an item.</param>
/// <param name="Lead">What begins its first line.</param>
/// <param name="Whole">It is left out rather than cut.</param>
/// <param name="LeadsOn">It announces what follows, and is left out with it.</param>
internal sealed record Chunk(string Gap, string Lead, string Margin, IReadOnlyList<Token> Tokens, bool Whole = false, bool LeadsOn = false);
