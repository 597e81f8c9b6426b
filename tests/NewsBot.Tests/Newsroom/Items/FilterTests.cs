using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

public sealed class FilterTests
{
    private static readonly Item Drill = Of("Fire drill at the harbour") with
    {
        Kind = "announcement",
        Author = "Press Office",
        Summary = "Sirens sound on Tuesday; café terraces stay open.",
        Body = "<p>Details of the <strong>evacuation</strong> are at [the site](https://news.example.org/secret-path).</p>",
        DeadlineAt = Some.Monday,
    };

    [Theory]
    [InlineData("kind:announcement", true, "its kind is announcement")]
    [InlineData("kind:story", false, "its kind is announcement, not story")]
    [InlineData("KIND:Announcement", true, "its kind is announcement")]
    [InlineData("kind:ann*", true, "its kind is announcement")]
    [InlineData("kind:ann", false, "its kind is announcement, not ann")]
    [InlineData("topic:water", true, "it has the topic water")]
    [InlineData("topic:wa", false, "it does not have the topic wa")]
    [InlineData("topic:water-policy", false, "it does not have the topic water-policy")]
    [InlineData("topic:harbour-life", true, "it has the topic harbour-life")]
    [InlineData("topic:harbour", false, "it does not have the topic harbour")]
    [InlineData("topic:harbour*", true, "it has the topic harbour*")]
    [InlineData("source:newsroom", true, "it comes from newsroom")]
    [InlineData("source:site", false, "it comes from newsroom, not from site")]
    [InlineData("title:drill", true, "its title says \"drill\"")]
    [InlineData("title:sirens", false, "its title does not say \"sirens\"")]
    [InlineData("title:\"fire drill\"", true, "its title says \"fire drill\"")]
    [InlineData("author:press", true, "its author is Press Office")]
    [InlineData("author:mayor", false, "its author is Press Office, not \"mayor\"")]
    [InlineData("has:deadline", true, "it has a deadline")]
    [InlineData("has:picture", false, "it has no picture")]
    [InlineData("has:link", false, "it has no link")]
    [InlineData("sirens", true, "it says \"sirens\"")]
    [InlineData("siren", false, "it does not say \"siren\"")]
    [InlineData("siren*", true, "it says \"siren*\"")]
    [InlineData("CAFE", true, "it says \"CAFE\"")]
    [InlineData("évacuation", true, "it says \"évacuation\"")]
    [InlineData("strong", false, "it does not say \"strong\"")]
    [InlineData("secret-path", false, "it does not say \"secret-path\"")]
    [InlineData("\"drill fire\"", false, "it does not say \"drill fire\"")]
    [InlineData("\"FIRE  drill\"", true, "it says \"FIRE  drill\"")]
    [InlineData("\"harbour sirens\"", false, "it does not say \"harbour sirens\"")]
    [InlineData("not strike", true, "it does not say \"strike\"")]
    [InlineData("kind:announcement and not strike", true, "its kind is announcement and it does not say \"strike\"")]
    [InlineData("kind:announcement and not (\"fire drill\" or author:mayor)", false, "it says \"fire drill\"")]
    [InlineData("kind:story or author:mayor", false, "its kind is announcement, not story and its author is Press Office, not \"mayor\"")]
    [InlineData("kind:story or siren* and has:deadline", true, "it says \"siren*\" and it has a deadline")]
    [InlineData("(kind:story or siren*) and has:picture", false, "it has no picture")]
    [InlineData("\"and\" or \"not\"", false, "it does not say \"and\" and it does not say \"not\"")]
    [InlineData("andes or notary or order", false, "it does not say \"andes\" and it does not say \"notary\" and it does not say \"order\"")]
    public void A_filter_says_whether_and_why(string text, bool passes, string why) =>
        Assert.Equal((passes, why), Filter.Parse(text).Explain(new FilterSubject(Drill, [Named("water"), Named("harbour-life")])));

    [Theory]
    [InlineData("港湾で訓練", "訓練", true)]
    [InlineData("港湾で訓練", "訓湾", false)]
    [InlineData("Straße gesperrt", "STRASSE", false)]
    [InlineData("Ｆｉｒｅ drill", "fire", true)]
    [InlineData("Encyclopædia ﬁle", "file", true)]
    [InlineData("naïve", "naive", true)]
    [InlineData("İzmir limanı", "izmir", true)]
    [InlineData("a \ud83d\udea8 siren \ud83d", "siren", true)]
    [InlineData("1 < 2 and drills > fires", "drills", true)]
    [InlineData("a < b", "b", true)]
    public void Words_are_found_as_people_read_them(string title, string term, bool passes) =>
        Assert.Equal(passes, Filter.Parse($"title:\"{term}\"").Explain(new FilterSubject(Of(title), [])).Passes);

    [Theory]
    [InlineData("kind:announcement and not (\"fire drill\" or author:press)", "what is of kind announcement and does not say \"fire drill\" and is not by \"press\"")]
    [InlineData("not (has:picture and not water*)", "what has no picture or says \"water*\"")]
    [InlineData("(a or b) and c", "what (says \"a\" or says \"b\") and says \"c\"")]
    [InlineData("a or b and not topic:x", "what says \"a\" or (says \"b\" and does not have the topic x)")]
    [InlineData("title:x and source:y and has:deadline", "what says \"x\" in its title and comes from y and has a deadline")]
    public void A_filter_is_told_in_words(string text, string words) => Assert.Equal(words, Filter.Parse(text).Describe());

    [Theory]
    [InlineData("", 1, "it is empty")]
    [InlineData("   ", 1, "it is empty")]
    [InlineData("kind:", 6, "nothing stands after kind:")]
    [InlineData("kind: story", 6, "nothing stands after kind:")]
    [InlineData("kindd:story", 1, "kindd: is nothing that a filter knows")]
    [InlineData("fire drill", 6, "nothing says how drill belongs")]
    [InlineData("fire and", 9, "nothing stands after and")]
    [InlineData("fire and and drill", 10, "a term is missing before and")]
    [InlineData("or fire", 1, "a term is missing before or")]
    [InlineData("(fire or drill", 15, "a bracket is not closed")]
    [InlineData("fire) or drill", 5, "no bracket was opened")]
    [InlineData("()", 2, "a term is missing before )")]
    [InlineData("not", 4, "nothing stands after not")]
    [InlineData("title:\"fire drill", 1, "a quotation mark stands alone")]
    [InlineData("fire and \"drill", 10, "a quotation mark stands alone")]
    [InlineData("has:pictures", 5, "pictures is nothing that an item can have")]
    [InlineData("kind:--", 6, "-- has no letter")]
    [InlineData("fire \"drill\"", 6, "nothing says how \"drill\" belongs")]
    [InlineData("fire\"drill\"", 1, "in the middle")]
    [InlineData("fire and not (drill or (x and y)", 33, "a bracket is not closed")]
    public void A_bad_filter_is_refused_with_place_and_hint(string text, int position, string problem)
    {
        var refused = Assert.Throws<FilterException>(() => Filter.Parse(text));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Equal(position, refused.Position);
        Assert.Contains("; ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_and_depth_are_bounded()
    {
        Filter.Parse(new string('a', Filter.Longest));
        Assert.Throws<FilterException>(() => Filter.Parse(new string('a', Filter.Longest + 1)));
        Filter.Parse($"{new string('(', Filter.Deepest)}a{new string(')', Filter.Deepest)}");
        Assert.Throws<FilterException>(() => Filter.Parse($"{new string('(', Filter.Deepest + 1)}a{new string(')', Filter.Deepest + 1)}"));
        Assert.Throws<FilterException>(() => Filter.Parse(string.Concat(Enumerable.Repeat("not ", Filter.Deepest + 1)) + "a"));
    }

    [Fact]
    public void A_filter_that_cannot_be_read_lets_nothing_pass_and_says_so()
    {
        var (passes, why) = Filter.Of("kindd:x").Explain(new FilterSubject(Drill, []));
        Assert.False(passes);
        Assert.Contains("at character 1", why, StringComparison.Ordinal);
        Assert.True(Filter.Of(null).Explain(new FilterSubject(Drill, [])).Passes);
    }

    private static Topic Named(string slug) => new() { Id = 1, Slug = slug, Name = slug };

    private static Item Of(string title) => new()
    {
        Id = 1,
        Source = "newsroom",
        ExternalId = "a",
        WhereFound = "a.md",
        Kind = "story",
        Title = title,
        State = ItemState.Public,
        Revision = 1,
        ContentHash = "h",
        SeenAt = Some.Monday,
    };
}
