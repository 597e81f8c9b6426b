using CsCheck;
using NewsBot.Bot.Chat.Rich;

namespace NewsBot.Tests.Bot.Chat.Rich;

/// <summary>Random texts: blocks and inlines of every kind, with words that would be live if nobody escaped them.</summary>
internal static class SomeText
{
    private static readonly Gen<string> Piece = Gen.OneOf(
        "harbour", "patrol", "a", "b", "water", "snake_case", "*", "**", "_", "__", "~~", "||", "`", "```", "\\", "[", "](", ")", "<", ">", "<@1>", "<@&1>",
        "<t:1:R>", "<:a:1>", ":smile:", "@everyone", "@", "everyone", "# ", "- ", "1. ", "> ", ">>> ", "-# ", "\n", " ", " ", " ", "https://x.example/a_b", "https://",
        "👩‍👩‍👧‍👦", "👍🏽", "\ud83d", "שלום", "مرحبا", "你好", "e\u0301\u0302", "\u200b", "\u00a0", "\u202e", "\ufeff");

    private static readonly Gen<string> Words = Piece.Array[1, 8].Select(string.Concat);

    private static readonly Gen<string> Address = Gen.OneOf(
        "https://x.example/a_b", "http://news.example.org/(x)?q=*&r=~~", "https://x.example/[a]", "javascript:alert(1)", "/local", "", "https://u@x.example", "https://x.example/`@everyone`", "https://x.example/\n y");

    private static readonly Gen<Style> Style = Gen.Int[0, 7].Select(style => (Style)style);

    private static readonly Gen<Inline> Text = Gen.Select(Words, Style, (words, style) => (Inline)new Inline.Words(words, style));

    private static readonly Gen<Inline> Part = Gen.Frequency(
        (6, Text),
        (1, Words.Select(code => (Inline)new Inline.Code(code))),
        (2, Gen.Select(Address, Text.Array[0, 3], (address, content) => (Inline)new Inline.Link(address, content))),
        (1, Gen.Select(Address, Words, (address, alt) => (Inline)new Inline.Picture(address, alt))));

    private static readonly Gen<Inline[]> Line = Part.Array[0, 6];

    private static readonly Gen<Block> Leaf = Gen.Frequency(
        (4, Line.Select(line => (Block)new Block.Paragraph(line))),
        (1, Gen.Select(Gen.Int[1, 6], Line, (level, line) => (Block)new Block.Heading(level, line))),
        (1, Gen.Select(Words, Gen.OneOf("cs", "", "a b", "```"), (code, language) => (Block)new Block.Code(code, language))),
        (1, Gen.Select(Words.Array[1, 3].Array[1, 4], Gen.Bool, (rows, header) => (Block)new Block.Table(rows, header))));

    public static Gen<Block[]> Blocks { get; } = Deep(2).Array[1, 5];

    /// <summary>Paragraphs, headings, lists and quotes of words that come once each, and of links and code.</summary>
    public static Gen<Block[]> Plain { get; } = Gen.Int[0, 1_000_000].Select(seed => PlainOf(new Random(seed)));

    private static Gen<Block> Deep(int depth)
    {
        if (depth == 0)
        {
            return Leaf;
        }

        var inner = Deep(depth - 1).Array[0, 3];
        return Gen.Frequency(
            (4, Leaf),
            (1, inner.Select(blocks => (Block)new Block.Quote(blocks))),
            (2, Gen.Select(Gen.Int[-1, 3], inner.Array[0, 3], (start, items) => (Block)new Block.Enumeration(start < 0 ? null : start, items))));
    }

    private static Block[] PlainOf(Random random)
    {
        var count = 0;
        string Word() => $"word{count++}";
        string Sentence() => string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Word()));
        Inline Some() => random.Next(6) switch
        {
            0 => new Inline.Link($"https://x.example/{count}", [new Inline.Words(Sentence())]),
            1 => new Inline.Code(Sentence()),
            _ => new Inline.Words(Sentence(), (Style)random.Next(8)),
        };
        Block.Paragraph Paragraph() => new([.. Enumerable.Range(0, random.Next(1, 5)).SelectMany(_ => (Inline[])[Some(), new Inline.Words(" ")])]);
        return [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (Block)(random.Next(6) switch
        {
            0 => new Block.Heading(random.Next(1, 6), [new Inline.Words(Sentence())]),
            1 => new Block.Quote([Paragraph(), Paragraph()]),
            2 => new Block.Enumeration(random.Next(2) == 0 ? null : 3, [.. Enumerable.Range(0, 3).Select(_ => (IReadOnlyList<Block>)[Paragraph()])]),
            3 => new Block.Code(Sentence() + "\n" + Sentence(), "cs"),
            _ => Paragraph(),
        }))];
    }
}
