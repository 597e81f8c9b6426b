using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

public sealed class WeighingTests
{
    [Theory]
    [InlineData("Harbour patrols begin", "Harbour patrols begin", true)]
    [InlineData("Habour patrols begin", "Harbour patrols begin", true)]
    [InlineData("Harbour patrols begin", "Harbour Patrols, begin.", true)]
    [InlineData("We can\u2019t say", "We can't say", true)]
    [InlineData("The minsiter resigned", "The minister resigned", true)]
    [InlineData("12 people were hurt", "21 people were hurt", false)]
    [InlineData("Route 1234 closes", "Route 1235 closes", false)]
    [InlineData("It is now open", "It is not open", false)]
    [InlineData("They could say", "They couldn't say", false)]
    [InlineData("Harbour patrols begin", "Harbour patrols begin on Monday", false)]
    [InlineData("The man was cleared", "The man was charged", false)]
    [InlineData("A summary", null, false)]
    [InlineData(null, null, true)]
    [InlineData("Straße", "Strasse", true)]
    public void Spelling_is_alike_and_numbers_negations_and_other_words_are_not(string? before, string? after, bool alike) =>
        Assert.Equal(alike, Weighing.Alike(before, after));

    [Fact]
    public void More_than_five_misspelt_words_are_another_text() =>
        Assert.False(Weighing.Alike(string.Join(' ', Enumerable.Repeat("harbour", 6)), string.Join(' ', Enumerable.Repeat("habour", 6))));

    [Fact]
    public void A_very_long_text_is_alike_only_when_it_is_the_same()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 20_000));
        Assert.True(Weighing.Alike(text, text));
        Assert.False(Weighing.Alike(text, text + " more"));
    }

    [Fact]
    public void A_text_without_spaces_is_no_word_that_could_be_misspelt()
    {
        var text = new string('a', 200_000);
        Assert.False(Weighing.Alike(text + "b", text + "c"));
    }

    [Fact]
    public async Task Each_revision_says_how_much_changed()
    {
        await using var world = await NewsWorld.CreateAsync();
        await world.ReadAsync(Some.Record("a", version: "begin today", topics: "water"));
        await world.ReadAsync(Some.Record("a", version: "beginn today", topics: "water"));
        await world.ReadAsync(Some.Record("a", version: "end today", topics: "water"));
        await world.ReadAsync(Some.Record("a", version: "end today", topics: "water") with { DeadlineAt = Some.Monday, ContentHash = "deadline" });
        await world.ReadAsync(Some.Record("a", version: "ended", topics: "water") with { DeadlineAt = Some.Monday, Correction = "They ended.", ContentHash = "corrected" });
        await world.ReadAsync();
        var view = await world.Db.ReadAsync(async tx => await ShowItem.RunAsync(tx, (await world.ItemAsync()).Id));
        Assert.Equal([null, Weight.Minor, Weight.Material, Weight.Material, Weight.Correction, null], view!.Revisions.Reverse().Select(revision => revision.Weight));
    }
}
