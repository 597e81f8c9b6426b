using CsCheck;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Newsroom.Items;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

public sealed class DigestSizeTests
{
    private const int Most = 90_000;
    private static readonly ComposeDigest Compose = SomeDigest.Compose();

    // Words of what costs most bytes, once encoded.
    private static readonly string[] Costly = ["é", "漢", "😀", "&", "\"", "'", "<b>", "Ж", "\u0301", "a", " ", "{{x}}"];

    [Fact]
    public void No_mail_is_larger_than_90_KB_and_what_it_lacks_is_counted() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 40], Gen.Int[0, 15], Gen.Int[1, 2000], Gen.OneOf([.. Costly.Select(Gen.Const)]), Gen.OneOf(Gen.Const("en"), Gen.Const("de"), Gen.Const("ar"))).Sample(
            (items, topics, corrections, length, word, language) =>
            {
                var text = string.Concat(Enumerable.Repeat(word, length));
                var all = Enumerable.Range(1, topics).Select(n => new EditionTopic(0, n, $"t{n}", $"{n}{text}")).ToArray();
                var issue = SomeDigest.Issue([.. Enumerable.Range(0, items).Select(n => Item(n, text, all))], [.. Enumerable.Range(1, corrections).Select(n => Correction(n, text, all))], text);
                var letter = Compose.Letter(issue, language, all);
                Assert.InRange(ComposeDigest.Size(letter.Html), 1, Most);
                Assert.InRange(ComposeDigest.Size(letter.Text), 1, Most);
                var model = letter.Model;
                var shown = model.Deadlines.Count + model.Breaking.Count + model.Topics.Sum(topic => topic.Items.Count) + (model.Lead is null ? 0 : 1);
                Assert.Equal(items, shown + model.Topics.Sum(topic => topic.More) + model.More);
                Assert.Equal(corrections, model.Corrections.Count + model.MoreCorrections);
                foreach (var part in new[] { letter.Html, letter.Text })
                {
                    Assert.All([model.Links.Unsubscribe!, model.Links.Manage!, model.Links.Archive], link => Assert.Contains(link, part, StringComparison.Ordinal));
                }
            },
            iter: 25);

    [Fact]
    public void A_mail_of_usual_texts_lacks_nothing()
    {
        var text = string.Join(' ', Enumerable.Repeat("patrols", 20));
        var model = Compose.Letter(SomeDigest.Issue([.. Enumerable.Range(0, 24).Select(n => SomeDigest.Item(text, n % 2 == 0 ? SomeDigest.Law : SomeDigest.Water))])).Model;
        Assert.Equal((24, 0), (model.Topics.Sum(topic => topic.Items.Count), model.Topics.Sum(topic => topic.More) + model.More));
    }

    [Fact]
    public void What_has_no_room_is_the_least_important()
    {
        var text = new string('é', 2000);
        EditionTopic[] all = [SomeDigest.Law, SomeDigest.Water];
        var issue = SomeDigest.Issue([.. Enumerable.Range(0, 40).Select(n => Item(n, text, all))], [Correction(1, text, all)]);
        var model = Compose.Letter(issue).Model;
        Assert.NotNull(model.Lead);
        Assert.NotEmpty(model.Deadlines);
        Assert.NotEmpty(model.Breaking);
        Assert.Single(model.Corrections);
        Assert.InRange(model.Topics.Sum(topic => topic.More) + model.More, 1, 39);
    }

    private static EditionItem Item(int n, string text, EditionTopic[] topics) => SomeDigest.Item($"{n}{text}", topics[n % topics.Length], topics[0]) with
    {
        Kind = n % 7 == 0 ? "photo" : text,
        Url = $"https://www.example.org/{Uri.EscapeDataString(text[..Math.Min(text.Length, 100)])}",
        ImageUrl = $"https://www.example.org/p{n}.jpg?a&b",
        ImageAlt = text,
        ImageCredit = text,
        Correction = text,
        Location = text,
        StartsAt = SomeDigest.Monday,
        DeadlineAt = n % 5 == 1 ? SomeDigest.Monday.AddDays(n + 1) : null,
        Notify = n % 6 == 2 ? Notify.Breaking : Notify.Normal,
    };

    private static Amendment Correction(int n, string text, EditionTopic[] topics) =>
        new() { Id = n, Title = text, Url = $"https://www.example.org/c{n}", Correction = text, Topics = [topics[n % topics.Length]] };
}
