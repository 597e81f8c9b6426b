using System.Text.RegularExpressions;
using NewsBot.Digest.Languages;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Languages;

/// <summary>What a translation lacks is said in English: that is for other people's, ours are complete.</summary>
public sealed partial class TranslationTests
{
    private static readonly Phrases Ours = Phrases.Load(Repository.Path("templates", "phrases"));

    public static TheoryData<string> Translations => [.. Ours.Languages.Where(language => language != Phrases.English)];

    [Fact]
    public void English_comes_first_and_one_language_is_written_from_right_to_left()
    {
        Assert.Equal(["en", "ar", "de"], Ours.Languages);
        Assert.Equal(["ltr", "rtl", "ltr"], Ours.Languages.Select(Phrases.Direction));
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_has_exactly_the_keys_of_English(string language) =>
        Assert.Equal(Ours.Of(Phrases.English).Keys.Order(StringComparer.Ordinal), Ours.Of(language).Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_has_the_places_of_English_and_says_something(string language) =>
        Assert.All(Ours.Of(language), entry =>
        {
            var english = Places(Ours.Of(Phrases.English)[entry.Key].Forms["other"]);
            Assert.Equal(english, Places(entry.Value.Forms["other"]));
            Assert.All(entry.Value.Forms.Values, form =>
            {
                Assert.NotEmpty(form.Trim());
                Assert.Subset(english, Places(form));
            });
        });

    [Theory]
    [MemberData(nameof(Translations))]
    public void What_is_counted_in_English_is_counted_in_every_form_of_a_translation(string language)
    {
        string[] forms = language == "ar" ? ["few", "many", "one", "other", "two", "zero"] : ["one", "other"];
        Assert.All(Ours.Of(Phrases.English).Where(entry => entry.Value.Forms.Count > 1), entry =>
            Assert.Equal(forms, Ours.Of(language)[entry.Key].Forms.Keys.Order(StringComparer.Ordinal)));
    }

    private static HashSet<string> Places(string form) => [.. Place().Matches(form).Select(place => place.Value)];

    [GeneratedRegex(@"\{\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
