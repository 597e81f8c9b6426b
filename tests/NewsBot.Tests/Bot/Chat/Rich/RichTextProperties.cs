using System.Text.RegularExpressions;
using CsCheck;
using NewsBot.Bot.Chat.Rich;
using NewsBot.Discord.Model;
using Xunit;

namespace NewsBot.Tests.Bot.Chat.Rich;

public sealed partial class RichTextProperties
{
    [Fact]
    public void Whatever_is_written_nothing_is_live_and_every_mark_is_closed() => Gen.Select(SomeText.Blocks, Gen.Int[0, 300], Gen.Bool).Sample(
        (blocks, limit, whole) =>
        {
            var text = RichText.Discord(blocks, whole, limit);
            var back = ReadBack.Of(text);

            Assert.True(Limits.Length(text) <= limit, $"{Limits.Length(text)} of {limit}");
            Assert.Equal(text, Markdown.Clean(text));
            Assert.True(back.Live.Count == 0, $"{string.Join(' ', back.Live)} in {text}");
            Assert.All(back.Marks.GroupBy(mark => mark), marks => Assert.True(marks.Count() % 2 == 0, $"{marks.Count()} times {marks.Key} in {text}"));
        },
        iter: 20_000);

    [Fact]
    public void Cutting_at_every_length_leaves_whole_things() => SomeText.Plain.Sample(
        blocks =>
        {
            var full = RichText.Discord(blocks, whole: true, 100_000);
            var whole = ReadBack.Of(full);
            var lines = full.Split('\n').ToHashSet(StringComparer.Ordinal);
            var words = AnyWord().Matches(full).Select(word => word.Value).ToHashSet(StringComparer.Ordinal);
            var longest = words.Max(word => word.Length);
            for (var limit = 0; limit < Limits.Length(full); limit++)
            {
                var cut = RichText.Discord(blocks, whole: true, limit);
                var back = ReadBack.Of(cut);
                Assert.True(Limits.Length(cut) <= limit);
                Assert.True(limit == 0 || cut.EndsWith('…'), cut);
                Assert.All(back.Marks.GroupBy(mark => mark), marks => Assert.Equal(0, marks.Count() % 2));
                Assert.Subset(whole.Links.ToHashSet(StringComparer.Ordinal), back.Links.ToHashSet(StringComparer.Ordinal));
                Assert.Subset(whole.Code.ToHashSet(StringComparer.Ordinal), back.Code.ToHashSet(StringComparer.Ordinal));
                Assert.All(cut.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal) || line is [>= '0' and <= '9', '.', ..]), line => Assert.Contains(line, lines));
                if (limit > 5 * (longest + 10)) // a word is torn only where it is a fifth of the room
                {
                    Assert.Subset(words, back.Words.ToHashSet(StringComparer.Ordinal));
                }
            }
        },
        iter: 300);

    [GeneratedRegex("[0-9A-Za-z]+")]
    private static partial Regex AnyWord();

    [Theory] // without these the properties above could not fail
    [InlineData("**a")]
    [InlineData("a_b")]
    [InlineData("~~a~~~~")]
    public void The_reader_sees_marks_that_stay_open(string text) => Assert.Contains(ReadBack.Of(text).Marks.GroupBy(mark => mark), marks => marks.Count() % 2 == 1);

    [Theory]
    [InlineData("@everyone")]
    [InlineData("<t:1:R>")]
    [InlineData("a ||b||")]
    [InlineData("[a](b")]
    [InlineData("x\n>>> b")]
    public void The_reader_sees_what_is_live(string text) => Assert.NotEmpty(ReadBack.Of(text).Live);
}
