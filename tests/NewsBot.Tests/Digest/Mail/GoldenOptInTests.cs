using NewsBot.Digest.Languages;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

/// <summary>The mail after a sign-up, to the character. <c>tests/mailcheck</c> asks of the same files what mail programs can show.</summary>
public sealed class GoldenOptInTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 16, 18, 0, 0, TimeSpan.Zero);

    private static readonly Templates Templates = new(Repository.Path("templates"));

    [Theory]
    [InlineData("ask", "en")]
    [InlineData("ask", "de")]
    [InlineData("ask", "ar")]
    [InlineData("known", "en")]
    [InlineData("known", "de")]
    [InlineData("known", "ar")]
    public void The_mail_that_asks_and_the_one_that_need_not_are_as_they_were_in_each_language(string state, string language)
    {
        var model = Model(state, language);
        Assert.Equal((state, language, Phrases.Direction(language)), (model.State, model.Language, model.Direction));
        var text = Templates.RenderText("digest/confirm", model);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 72 || !line.Trim().Contains(' ', StringComparison.Ordinal), line));
        Golden.Matches($"Digest/optin-{state}-{language}.html", Templates.RenderHtml("digest/confirm", model));
        Golden.Matches($"Digest/optin-{state}-{language}.txt", text);
    }

    private static OptInModel Model(string state, string language)
    {
        Asked[] waiting =
        [
            new() { SubscriptionId = 30, Slug = "law-enforcement", Topic = "Law Enforcement Partnerships", Plan = "weekly", AskedAt = Evening.AddHours(-2) },
            new() { SubscriptionId = 31, Slug = "customs", Topic = "Customs & harbour police: one gate, one <short> queue, and what the four services of the Northern Coast do together", Plan = "daily", AskedAt = Evening },
        ];
        FollowedTopic[] followed = [new("water", "Water Policy", "weekly")];
        return new OptInMail(Templates, DigestWorld.Sender, DigestWorld.Keys)
            .Model(Delivery(), SomeDigest.Reader(language) with { Zone = "Europe/Berlin" }, state == "ask" ? waiting : [], followed);
    }

    private static Delivery Delivery() => new()
    {
        Id = 5,
        Lane = "mail",
        Address = "3",
        CauseKind = "optin",
        CauseId = 3,
        DedupKey = "optin/3>mail",
        Wanted = Wanted.Present,
        WantedRev = 1,
        DoneRev = 0,
        State = DeliveryState.Sending,
        Attempt = 1,
        DueAt = Evening,
        CreatedAt = Evening,
    };
}
