namespace NewsBot.Bot.Chat.Rich;

/// <summary>A block of running text, free of the language it was written in. Texts are as they were written: the writer escapes them.</summary>
internal abstract record Block
{
    private Block()
    {
    }

    internal sealed record Paragraph(IReadOnlyList<Inline> Content) : Block;

    /// <param name="Level">1 to 6.</param>
    internal sealed record Heading(int Level, IReadOnlyList<Inline> Content) : Block;

    internal sealed record Quote(IReadOnlyList<Block> Content) : Block;

    /// <param name="Text">Its lines are ended by "\n".</param>
    internal sealed record Code(string Text, string? Language) : Block;

    /// <param name="Start">The first item's number; null: no numbers.</param>
    internal sealed record Enumeration(int? Start, IReadOnlyList<IReadOnlyList<Block>> Items) : Block;

    /// <param name="Rows">Cells of plain text in one line; rows may differ in length.</param>
    /// <param name="HasHeader">The first row names the columns.</param>
    internal sealed record Table(IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader) : Block;
}
