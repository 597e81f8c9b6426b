using NewsBot.Digest.Editions;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

/// <summary>A mail with one of everything, to the character. <c>tests/mailcheck</c> asks of the same files what mail programs can show.</summary>
public sealed class GoldenDigestTests
{
    private static readonly DateTimeOffset Monday = SomeDigest.Monday;

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("ar")]
    public void A_digest_in_each_language_is_as_it_was(string language)
    {
        var letter = SomeDigest.Compose().Letter(Sample(), language);
        Golden.Matches($"Digest/digest-{language}.html", letter.Html);
        Golden.Matches($"Digest/digest-{language}.txt", letter.Text);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("ar")]
    public void Lines_of_the_text_part_have_72_characters_or_are_one_word(string language) =>
        Assert.All(SomeDigest.Compose().Letter(Sample(), language).Text.Split('\n'), line => Assert.True(line.Length <= 72 || !line.Trim().Contains(' ', StringComparison.Ordinal), line));

    private static Issue Sample() => SomeDigest.Issue(
        [
            Item(1, "Photo of the week: first light at Aldersund", "The patrol vessel NC 07 leaves Aldersund harbour at sunrise, at the start of the last joint patrol of the autumn.", SomeDigest.Law) with
            {
                Kind = "photo",
                ImageUrl = "https://news.example.org/media/photo.jpg",
                ImageAlt = "A grey-blue patrol vessel with an orange stripe crosses a calm harbour at sunrise.",
                ImageCredit = "Ingrid Solvang, Coastguard of the Northern Coast",
            },
            Item(2, "Register for the open evening at the harbour control room", "Sixty places for one evening behind the screens. Bring an identity card; children from the age of ten are welcome.", SomeDigest.Law) with
            {
                Kind = "event",
                DeadlineAt = Monday.AddDays(2),
                StartsAt = Monday.AddDays(3).AddHours(11),
                EndsAt = Monday.AddDays(3).AddHours(13),
                Location = "Town hall, Quay 4",
            },
            Item(3, "Draft Port Safety Plan 2027–2031 is open for public comment", "Who does what in the four harbours of the Northern Coast, from lighting to the shared night watch.", SomeDigest.Law) with
            {
                Kind = "announcement",
                DeadlineAt = Monday.AddDays(18),
            },
            Item(4, "Barrier at Aldersund closes tonight at nine", "A high tide is expected at midnight. The quay is closed until six in the morning.", SomeDigest.Water) with { Kind = "announcement", Notify = Notify.Breaking },
            Item(5, "Police and water inspectors start joint patrols on the Elder", "Two boats now watch the lower Elder together: one looks for illegal discharges, the other may stop and search.", SomeDigest.Law, SomeDigest.Water) with
            {
                Correction = "An earlier version of this story gave the patrolled length as 140 kilometres. It is 104 kilometres.",
            },
            Item(6, "Customs & harbour police: one gate, one <short> queue", null, SomeDigest.Law) with { Kind = "announcement", Url = null },
            Item(7, "New gauges at Hollin weir send the river's level every five minutes", "The painted board at Hollin weir has company: three electronic gauges that warn towns downstream.", SomeDigest.Water) with
            {
                ImageUrl = "https://news.example.org/media/weir.jpg",
                ImageAlt = "",
                ImageCredit = "Elder Basin Water Authority",
            },
            Item(8, "قياس جديد لمنسوب النهر عند سد هولين", "ثلاثة أجهزة إلكترونية تحذر المدن الواقعة أسفل النهر.", SomeDigest.Water),
            .. Enumerable.Range(9, 14).Select(n => Item(n, $"Minutes of water meeting {n}", null, SomeDigest.Water)),
        ],
        [
            new() { Id = 50, Title = "Autumn inspections of the border road", Url = "https://news.example.org/law-enforcement/stories/border-road", Correction = "Last week's digest said that 250 lorries were inspected. The number is 205.", Topics = [SomeDigest.Law] },
            new() { Id = 51, Title = "Levels of Lake Hollin", Retraction = "The figures were those of another lake.", Topics = [SomeDigest.Water] },
        ],
        "Thank you for reading. The port office is closed on Monday.\nWrite to us about what we should look into next.");

    private static EditionItem Item(long id, string title, string? summary, params EditionTopic[] topics) =>
        new() { Id = id, Revision = 1, Kind = "story", Title = title, Url = $"https://news.example.org/news/{id}", Summary = summary, ShownAt = Monday.AddDays(-3), Topics = topics };
}
