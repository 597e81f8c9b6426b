using System.Text;
using CsCheck;
using NewsBot.Newsroom.Sources.Text;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Text;

public sealed class TextTests
{
    /// <summary>Throws on half a surrogate pair.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("abc def", 5, "abc…")]
    [InlineData("ab😀def", 4, "ab…")]
    [InlineData("e\u0301e\u0301e\u0301", 4, "e\u0301…")]
    [InlineData("a\u0301\u0301\u0301\u0301\u0301\u0301", 4, "a\u0301\u0301…")]
    public void Text_is_cut_between_what_readers_see_as_characters(string text, int limit, string cut) =>
        Assert.Equal(cut, PlainText.Cut(text, limit));

    [Theory]
    [InlineData("The port, which opens", 12, "The port…")]
    [InlineData("The port opens", 9, "The port…")]
    [InlineData("Donaudampfschifffahrt opens", 12, "Donaudampfs…")]
    public void A_teaser_is_cut_at_a_word(string text, int limit, string cut) =>
        Assert.Equal(cut, PlainText.CutAtWord(text, limit));

    [Fact]
    public void Nothing_cut_is_longer_than_its_limit_or_half_a_character() =>
        Gen.Select(Gen.String[0, 60], Gen.Int[2, 50]).Sample((text, limit) =>
        {
            var line = PlainText.Line(text);
            foreach (var cut in new[] { PlainText.Cut(line, limit), PlainText.CutAtWord(line, limit) })
            {
                Assert.True(cut.Length <= limit);
                Assert.InRange(Strict.GetByteCount(cut), 0, 4 * limit);
            }

            Assert.DoesNotContain(line, char.IsControl);
        });

    [Theory]
    [InlineData("One *two* **three** `four`", "One two three four")]
    [InlineData("[text](https://x.example \"t\") and <https://y.example>", "text and https://y.example")]
    [InlineData("a &lt;b&gt; <i>c</i>", "a <b> c")]
    [InlineData("# Head\n\n- one\n- two", "Head\n\none\n\ntwo")]
    [InlineData("line one\nline two", "line one\nline two")]
    [InlineData("<div>gone</div>", "")]
    [InlineData("    code", "code")]
    public void Markdown_becomes_plain_text(string markdown, string plain) =>
        Assert.Equal(plain, MarkdownText.ToPlain(markdown));

    [Fact]
    public void Markdown_nested_too_deeply_stays_as_it_is()
    {
        var nested = string.Concat(Enumerable.Repeat("> ", 2_000)) + "text";
        Assert.Equal(nested, MarkdownText.ToPlain(nested));
    }
}
