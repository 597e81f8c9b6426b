using System.Globalization;
using CsCheck;
using NewsBot.Discord.Model;
using Xunit;

namespace NewsBot.Tests.Discord.Model;

public sealed class LimitsTests
{
    // Pieces that are hard to cut: joined emoji, flags, accents as marks, Hangul jamo, Devanagari, spaces, escapes.
    private static readonly Gen<string> HardText = Gen.OneOf(
        "a", "word ", "  ", "\n", "é", "e\u0301", "👩‍👩‍👧‍👦", "🇩🇪", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👍🏽", "क्षि", "각", "\u1100\u1161\u11a8", "中", "𝒳", @"\*", @"\\", "\u200b", "z\u0300\u0301\u0302\u0303")
        .Array[0, 60].Select(string.Concat);

    [Fact]
    public void A_cut_text_is_never_longer_than_allowed() =>
        Gen.Select(HardText, Gen.Int[0, 80]).Sample((text, max) => Assert.InRange(Limits.Length(Limits.Cut(text, max)), 0, max));

    [Fact]
    public void A_cut_tears_no_grapheme_and_changes_nothing_before_it() =>
        Gen.Select(HardText, Gen.Int[1, 80]).Sample((text, max) =>
        {
            var trimmed = text.Trim();
            var cut = Limits.Cut(text, max);
            if (Limits.Length(trimmed) <= max)
            {
                Assert.Equal(trimmed, cut);
                return;
            }
            Assert.EndsWith("…", cut, StringComparison.Ordinal);
            var kept = cut[..^1];
            Assert.StartsWith(kept, trimmed, StringComparison.Ordinal);
            Assert.Contains(kept.Length, StringInfo.ParseCombiningCharacters(trimmed).Append(trimmed.Length).Append(0));
        });

    [Fact]
    public void A_cut_leaves_no_backslash_that_lost_what_it_escapes() =>
        Gen.Select(HardText, Gen.Int[1, 80]).Sample((text, max) =>
        {
            var kept = Limits.Cut(text, max).TrimEnd('…');
            Assert.Equal(0, (kept.Length - kept.TrimEnd('\\').Length) % 2);
        }, iter: 2000);

    [Theory]
    [InlineData("The quick brown fox", 19, "The quick brown fox")]
    [InlineData("The quick brown fox", 18, "The quick brown…")]
    [InlineData("The quick brown fox", 16, "The quick brown…")]
    [InlineData("Donaudampfschifffahrt tut gut", 12, "Donaudampfs…")]
    [InlineData("a verylongwordwithoutend", 12, "a verylongw…")]
    [InlineData("  trimmed  ", 7, "trimmed")]
    [InlineData("abc", 1, "…")]
    [InlineData("abc", 0, "")]
    [InlineData("", 0, "")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 8, "👩‍👩‍👧‍👦…")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 7, "…")]
    public void A_cut_prefers_a_space_that_is_near(string text, int max, string cut) => Assert.Equal(cut, Limits.Cut(text, max));

    [Fact]
    public void Length_counts_code_points_after_trimming() => Assert.Equal(3, Limits.Length(" 🎉e\u0301\n"));

    [Fact]
    public void An_embed_counts_with_all_its_texts() => Assert.Equal(
        21,
        Limits.Length(new Embed
        {
            Title = "1",
            Description = "22",
            Url = "https://example.org",
            Author = new EmbedAuthor("333"),
            Footer = new EmbedFooter("4444"),
            Fields = [new EmbedField("55555", "666666")],
        }));
}
