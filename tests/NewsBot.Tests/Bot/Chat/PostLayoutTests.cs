using System.Text.Encodings.Web;
using System.Text.Json;
using NewsBot.Bot.Chat;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Tests.Bot.Chat.Rich;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Chat;

public sealed class PostLayoutTests
{
    private static readonly JsonSerializerOptions Indented = new(RestJson.Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Extremes =
    [
        new('x', 10_000),
        string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 3_000)),
        string.Concat(Enumerable.Repeat("مرحبا بالعالم ", 1_000)),
        string.Concat(Enumerable.Repeat("e\u0301\u0302\u0303\u0304\u0305\u0306", 3_000)),
        string.Concat(Enumerable.Repeat("a\u200b\u200d", 5_000)),
        string.Concat(Enumerable.Repeat("**_~~`[x](https://x.example)`", 800)),
        string.Concat(Enumerable.Repeat("- a\n", 4_000)),
        string.Concat(Enumerable.Repeat("https://x.example/", 1_000)),
        string.Concat(Enumerable.Repeat("\ud83d", 10_000)),
        "\u200b\u00a0 \n",
    ];

    public static TheoryData<string> Shapes => [.. SomePosts.All.Keys];

    public static TheoryData<int> ExtremeTexts => [.. Enumerable.Range(0, Extremes.Length)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Each_shape_looks_like_its_golden_file(string shape) => Golden.Matches($"Posts/{shape}.json", Json(Draft(SomePosts.All[shape])));

    [Theory]
    [MemberData(nameof(ExtremeTexts))]
    public void No_text_breaks_a_limit(int number)
    {
        var extreme = Extremes[number];
        foreach (var shape in SomePosts.All.Values)
        {
            var draft = Draft(shape with
            {
                Title = "T" + extreme,
                Summary = extreme,
                Body = extreme,
                Author = extreme,
                ImageCredit = extreme,
                ImageAlt = extreme,
                Topics = [extreme, extreme],
                Correction = extreme,
                Location = extreme,
                Url = "https://x.example/" + new string('a', 3_000),
            });

            AssertWithinLimits(draft);
        }
    }

    [Fact]
    public void A_photo_stands_before_its_caption()
    {
        var cards = Draft(SomePosts.All["photo"]).Embeds!;

        Assert.Equal(["Harbour patrols begin", null], cards.Select(card => card.Title));
        Assert.Equal("Two grey boats in the morning mist", cards[0].Image!.Description);
        Assert.Equal("Two boats patrol the harbour from Monday.", cards[1].Description);
        Assert.StartsWith("Photo: Ingrid Solvang", cards[1].Footer!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_survives_the_longest_text()
    {
        var draft = Draft(SomePosts.All["readout-long"] with { Correction = "The minister is called Okonjo." });

        Assert.EndsWith("**Correction:** The minister is called Okonjo.", draft.Embeds![0].Description, StringComparison.Ordinal);
    }

    private static MessageDraft Draft(Post post) => post.Retracted ? PostLayout.Retraction(post) : PostLayout.Draft(post, post.Image);

    private static void AssertWithinLimits(MessageDraft draft)
    {
        Assert.True(Limits.Length(draft.Content ?? "") <= Limits.Content);
        Assert.True((draft.Embeds ?? []).Sum(Limits.Length) <= Limits.EmbedTotal);
        foreach (var card in draft.Embeds ?? [])
        {
            Assert.True(Limits.Length(card.Title ?? "") <= Limits.EmbedTitle);
            Assert.True(Limits.Length(card.Description ?? "") <= Limits.EmbedDescription);
            Assert.True(Limits.Length(card.Author?.Name ?? "") <= Limits.EmbedAuthor);
            Assert.True(Limits.Length(card.Footer?.Text ?? "") <= Limits.EmbedFooter);
            Assert.True(Limits.Length(card.Image?.Description ?? "") <= Limits.FileDescription);
            Assert.True((card.Url?.Length ?? 0) <= Limits.Url);
            Assert.All(card.Fields ?? [], field => Assert.InRange(Limits.Length(field.Value), 1, Limits.EmbedFieldValue));
            Assert.All([card.Title, card.Description], text => Assert.Empty(ReadBack.Of(text ?? "").Live));
        }
    }

    private static string Json(MessageDraft draft) => JsonSerializer.Serialize(
        new MessageBody { Content = draft.Content, Embeds = draft.Embeds, AllowedMentions = draft.AllowedMentions, Flags = draft.Flags },
        Indented) + "\n";
}
