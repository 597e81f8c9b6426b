using System.Diagnostics;
using NewsBot.Bot.Chat.Rich;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using Xunit;

namespace NewsBot.Tests.Bot.Chat.Rich;

public sealed class RichTextTests
{
    private static readonly IReadOnlyDictionary<string, (string Body, string Expected)> MarkdownCases = RichTextCases.Of("markdown.txt");
    private static readonly IReadOnlyDictionary<string, (string Body, string Expected)> HtmlCases = RichTextCases.Of("html.txt");

    public static TheoryData<string> InMarkdown => [.. MarkdownCases.Keys];

    public static TheoryData<string> InHtml => [.. HtmlCases.Keys];

    [Theory]
    [MemberData(nameof(InMarkdown))]
    public void Markdown_becomes_Discords(string name) => Assert.Equal(MarkdownCases[name].Expected, RichText.Discord(MarkdownCases[name].Body, TextFormat.Markdown, 4096));

    [Theory]
    [MemberData(nameof(InHtml))]
    public void Html_becomes_Discords(string name) => Assert.Equal(HtmlCases[name].Expected, RichText.Discord(HtmlCases[name].Body, TextFormat.Html, 4096));

    [Fact]
    public void End_tags_that_end_nothing_hide_no_depth()
    {
        var html = string.Concat(Enumerable.Repeat("<div></x>", 7_000)) + "Patrols begin.";
        Assert.False(HtmlBounds.MayParse(html));
        Assert.Equal("Patrols begin.", RichText.Discord(html, TextFormat.Html, 100));
    }

    [Theory]
    [InlineData("The ministers **agreed on three** points.", 30, "The ministers **agreed on**…")]
    [InlineData("Read [the whole plan](https://news.example.org/plan) now.", 40, "Read…")]
    [InlineData("See https://news.example.org/plan today, please.", 40, "See https://news.example.org/plan …")]
    [InlineData("They agreed:\n\n- officers stay\n- requests are answered soon", 40, "They agreed:\n- officers stay\n…")]
    [InlineData("Text.\n\n## Heading\n\nmore text that is long", 20, "Text. …")]
    [InlineData("Text.\n\n```\nline one\nline two\n```", 20, "Text. …")]
    [InlineData("- one item that is much too long for this", 20, "one item that is…")]
    [InlineData("One sentence. Another one.", 18, "One sentence. …")]
    [InlineData("> quoted words that go on and on", 20, "> quoted words…")]
    public void A_cut_text_ends_where_a_whole_thing_ends(string body, int limit, string expected)
    {
        var cut = RichText.Discord(body, TextFormat.Markdown, limit);

        Assert.Equal(expected, cut);
        Assert.True(Limits.Length(cut) <= limit);
    }

    [Fact]
    public void A_text_without_spaces_is_cut_between_characters() =>
        Assert.Equal("你好你好你好你好…", RichText.Discord("你好你好你好你好你好你好", TextFormat.Html, 10));

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<ul><li>")]
    [InlineData("<a href=https://x.example>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<p><i>")]
    [InlineData("<")]
    [InlineData("&")]
    public void Hostile_html_costs_little_time(string repeated) =>
        AssertQuick(string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length)) + "end", TextFormat.Html);

    [Theory]
    [InlineData("[a](")]
    [InlineData("> ")]
    [InlineData("*a ")]
    [InlineData("`")]
    [InlineData("- ")]
    [InlineData("![")]
    [InlineData("<b>")]
    [InlineData("|a")]
    [InlineData("[^1]")]
    public void Hostile_Markdown_costs_little_time(string repeated) =>
        AssertQuick(string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length)) + "end", TextFormat.Markdown);

    [Fact]
    public void What_was_not_parsed_is_owned_up_to()
    {
        var text = RichText.Discord("start " + string.Concat(Enumerable.Repeat("<span></span>", 10_000)) + "end", TextFormat.Html, 4096);

        Assert.Equal("start…", text);
    }

    // Generous: the machines of the tests are slow, and what is square takes minutes.
    private static void AssertQuick(string body, TextFormat format)
    {
        var watch = Stopwatch.StartNew();
        var text = RichText.Discord(body, format, 2000);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
        Assert.True(Limits.Length(text) <= 2000);
    }
}
