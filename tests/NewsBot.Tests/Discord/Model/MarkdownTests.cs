using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using NewsBot.Discord.Model;
using Xunit;

namespace NewsBot.Tests.Discord.Model;

public sealed partial class MarkdownTests
{
    private static readonly Gen<string> LiveText = Gen.OneOf(
        "*", "**", "_", "__", "~~", "||", "`", "```", "\\", "\\\\", "[", "](", ")", "(", "<", ">", "<@1>", "<@&1>", "<#1>", "<t:1:R>", "</news:1>", "<:a:1>", "<a:a:1>", ":smile:",
        "<https://x.example>", "@everyone", "@here", "@", "everyone", "# ", "### ", "-# ", "- ", "* ", "+ ", "1. ", "12) ", "> ", ">>> ", "\n", "\r", "\u2028", " ", "\t",
        "https://x.example/a_b", "http://", "https://x.example/", "a", "1", ".", ":", "\u202e", "\ufeff", "\u0007", "\u200b", "@\u0007everyone", "👍🏽", "\ud83d")
        .Array[0, 12].Select(string.Concat);

    [Fact]
    public void No_live_syntax_is_left() => LiveText.Sample(text => Assert.Equal("", FirstLive(Markdown.Escape(text))), iter: 20_000);

    [Theory]
    [InlineData("**a**")]
    [InlineData("# a")]
    [InlineData("a\n  - b")]
    [InlineData("1. a")]
    [InlineData("https://x.example<@1>")]
    [InlineData(@"https://x.example\<@1>")]
    [InlineData("@everyone")]
    public void The_reader_of_these_tests_sees_live_syntax(string text) => Assert.NotEqual("", FirstLive(text));

    [Fact]
    public void Escaping_adds_backslashes_and_zero_width_spaces_and_changes_nothing_else() =>
        LiveText.Sample(text => Assert.Equal(Bare(Markdown.Clean(text)), Bare(Markdown.Escape(text))));

    [Theory]
    [InlineData("snake_case *and* stars", @"snake\_case \*and\* stars")]
    [InlineData("see https://example.org/a_b?c=d_e, please", "see https://example.org/a_b?c=d_e, please")]
    [InlineData("[free](https://evil.example)", @"\[free\](https://evil.example)")]
    [InlineData("hello @everyone and @HERE", "hello @\u200beveryone and @\u200bHERE")]
    [InlineData("mail@example.org", "mail@example.org")]
    [InlineData(":smile: :+1: :100: at 12:30:45, a:b", @"\:smile: \:+1: \:100: at 12:30:45, a:b")]
    [InlineData("<@&42> <#1> <t:0:R>", "\\<\u200b@&42> \\<\u200b#1> \\<\u200bt:0:R>")]
    [InlineData("1 < 2 > 1 - 3 # 4", @"1 \< 2 > 1 - 3 # 4")]
    [InlineData("# a\n  - b\r\n2. c\n> d\n-# e", "\\# a\n  \\- b\n2\\. c\n\\> d\n\\-# e")]
    [InlineData("a\u202eb\u0007c\u2066d", "abcd")]
    [InlineData("שלום ‏ ok 👩‍👩‍👧‍👦", "שלום ‏ ok 👩‍👩‍👧‍👦")]
    public void Examples(string text, string escaped) => Assert.Equal(escaped, Markdown.Escape(text));

    [Fact] // an attribute cannot hold half a character
    public void A_torn_surrogate_is_replaced() => Assert.Equal("\ufffd torn", Markdown.Escape("\ud83d torn"));

    [Fact]
    public void Marks_do_not_pile_up()
    {
        var zalgo = "z" + string.Concat(Enumerable.Repeat("\u0300\u0301\u200d\u0489", 50)) + "ệ".Normalize(NormalizationForm.FormD);

        var clean = Markdown.Clean(zalgo).Replace("\u200d", "", StringComparison.Ordinal);

        Assert.Equal("z\u0300\u0301\u0489\u0300" + "ệ".Normalize(NormalizationForm.FormD), clean);
    }

    // Reads as Discord's client does (a fork of simple-markdown), and independently of the code under test: addresses and
    // escapes are consumed first, in order; what is live in the rest is returned.
    private static string FirstLive(string text)
    {
        var lineStart = true;
        for (var at = 0; at < text.Length;)
        {
            var rest = text[at..];
            if (lineStart && BlockStart().Match(rest) is { Success: true } block)
                return block.Value;
            if (Token().Match(rest) is { Success: true } token)
            {
                at += token.Length;
                lineStart = false;
                continue;
            }
            if (Live().Match(rest) is { Success: true } live)
                return live.Value;
            lineStart = rest[0] is '\n' or '\r' or '\u2028' or '\u2029';
            at++;
        }
        return "";
    }

    private static string Bare(string text) => text.Replace("\\", "", StringComparison.Ordinal).Replace("\u200b", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(#{1,3}\s|-#\s|[-*+]\s|\d+[.)]\s|>\s|>>>\s)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex BlockStart();

    [GeneratedRegex(@"^(https?://[^\s<]+[^<.,:;""')\]\s]|\\[^0-9A-Za-z\s])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Token();

    [GeneratedRegex(@"^(\*|_|~~|\|\||`|\[|@everyone|@here|:[a-z_]{2,}:|<(@|#|:|a:|t:|/|id:|https?:))", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Live();
}
