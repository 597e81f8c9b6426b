using System.Diagnostics;
using System.Security.Cryptography;
using NewsBot.Digest.Subscribers;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>What somebody learns who tries links that nobody gave them: nothing, by no answer and by no time.</summary>
[Collection(nameof(Alone))] // It measures time.
public sealed class LinkGuessTests
{
    private const int Tokens = 100_000;
    private const int Batch = 50;
    private const string OneClick = "one click";
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly LinkKeys Keys = DigestWorld.Keys;
    private static readonly LinkKeys Others = new(Enumerable.Repeat((byte)9, 32).ToArray());

    // Version, purpose and the first bits of the key.
    private static readonly string GoodHead = LinkToken.Make(Keys, LinkPurpose.Manage, 1)[..5];
    private static readonly LinkPurpose[] Purposes = Enum.GetValues<LinkPurpose>();

    /// <summary>Ways to be wrong. Each makes a token for the purpose from a good one's row.</summary>
    private static readonly Func<Random, LinkPurpose, string>[] Wrong =
    [
        (random, _) => Chance(random),
        (random, purpose) => Tampered(random, LinkToken.Make(Keys, purpose, random.Next())),
        (random, purpose) => LinkToken.Make(Others, purpose, random.Next()), // A key that was taken out.
        (random, purpose) => LinkToken.Make(Keys, Another(random, purpose), random.Next()),
        (random, purpose) => Head(LinkToken.Make(Keys, purpose, random.Next())) + Chance(random)[^20..], // Well formed, the signature guessed.
    ];

    [Fact]
    public void Of_a_hundred_thousand_wrong_tokens_none_works()
    {
        var random = Seeded();
        for (var n = 0; n < Tokens; n++)
        {
            var purpose = Purposes[random.Next(Purposes.Length)];
            var token = Wrong[n % Wrong.Length](random, purpose);
            Assert.False(LinkToken.TryRead(Keys, purpose, token, out var row), token);
            Assert.Equal(0, row);
        }

        // The same reader does read what is right.
        Assert.All(Purposes, purpose => Assert.True(LinkToken.TryRead(Keys, purpose, LinkToken.Make(Keys, purpose, 7), out _)));
    }

    public static TheoryData<string, string> Doors => new()
    {
        { "GET", "/c/" }, { "HEAD", "/c/" }, { "POST", "/c/" }, { "GET", "/m/" }, { "HEAD", "/m/" }, { "POST", "/m/" },
        { "GET", "/u/" }, { "HEAD", "/u/" }, { "POST", "/u/" }, { OneClick, "/u/" },
    };

    [Theory, MemberData(nameof(Doors))]
    public async Task Every_wrong_token_gets_the_same_answer_at_a_door(string method, string door)
    {
        await using var site = await ReaderSite.StartAsync();
        var random = Seeded();
        var answers = new HashSet<string>(StringComparer.Ordinal);
        for (var n = 0; n < 20 * Wrong.Length; n++)
        {
            using var reply = await KnockAsync(site, method, door, Wrong[n % Wrong.Length](random, PurposeOf(door)));
            var headers = reply.Headers.Concat(reply.Content.Headers).Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
            answers.Add($"{(int)reply.StatusCode}\n{string.Join('\n', headers)}\n\n{await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        var answer = Assert.Single(answers);
        Assert.StartsWith("400\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie", answer, StringComparison.Ordinal);
        Assert.Equal("law-enforcement weekly, water weekly", await site.FollowsAsync());
    }

    [Theory, MemberData(nameof(Doors))]
    public async Task How_long_a_door_takes_to_say_no_tells_nothing_of_why(string method, string door)
    {
        await using var site = await ReaderSite.StartAsync();
        var random = Seeded();
        var wrong = Wrong.Select(make => Enumerable.Range(0, 100).Select(_ => make(random, PurposeOf(door))).ToArray()).ToArray();
        for (var n = 0; n < 100; n++)
        {
            await TimeAsync(n, n % Wrong.Length); // The first ones compile.
        }

        await AlikeTimes.HoldAsync(Wrong.Length, rounds: 100, lanes: 1, TimeAsync);

        async Task<TimeSpan> TimeAsync(int round, int way)
        {
            var begun = Stopwatch.GetTimestamp();
            using var reply = await KnockAsync(site, method, door, wrong[way][round % wrong[way].Length]);
            return Stopwatch.GetElapsedTime(begun);
        }
    }

    /// <summary>
    /// Ways to be wrong take turns, and the quick tenth of their times is compared: what else the machine does makes a time longer and
    /// never shorter. A reader that gives up at the first wrong byte is measured beside them, so that the check is known to see what it
    /// looks for. What is wrong by nature is so in each attempt.
    /// </summary>
    [Fact]
    public void How_long_a_no_takes_tells_nothing_of_why()
    {
        const double Like = 1.35;
        var random = Seeded();
        var tokens = Wrong.Select(make => Enumerable.Range(0, Batch).Select(_ => make(random, LinkPurpose.Manage)).ToArray()).ToArray();
        var seen = new List<(double Careful, double Hasty)>();
        do
        {
            seen.Add(Spreads(tokens, random));
        }
        while (seen.Count < 3 && !(seen[^1] is { Careful: < Like, Hasty: > Like }));

        Assert.True(seen[^1].Careful < Like, $"Times differ: {string.Join("; ", seen.Select(spread => $"{spread.Careful:0.00}"))}.");
        Assert.True(seen[^1].Hasty > Like, $"The check sees nothing: times of the hasty reader differ by {seen[^1].Hasty:0.00}.");
    }

    private static (double Careful, double Hasty) Spreads(string[][] tokens, Random random)
    {
        const int Rounds = 400;
        var careful = tokens.Select(_ => new List<long>(Rounds)).ToArray();
        var hasty = tokens.Select(_ => new List<long>(Rounds)).ToArray();
        for (var round = -50; round < Rounds; round++) // The first rounds compile.
        {
            foreach (var way in Enumerable.Range(0, tokens.Length).OrderBy(_ => random.Next()))
            {
                var slow = Measure(() => Array.ForEach(tokens[way], token => LinkToken.TryRead(Keys, LinkPurpose.Manage, token, out _)));
                var quick = Measure(() => Array.ForEach(tokens[way], token => Hasty(token)));
                if (round >= 0)
                {
                    careful[way].Add(slow);
                    hasty[way].Add(quick);
                }
            }
        }

        return (Spread(careful), Spread(hasty));
    }

    private static double Spread(List<long>[] times)
    {
        var quickest = times.Select(list => (double)list.Order().ElementAt(list.Count / 10)).ToList();
        return quickest.Max() / quickest.Min();
    }

    private static LinkPurpose PurposeOf(string door) => door switch { "/c/" => LinkPurpose.Confirm, "/m/" => LinkPurpose.Manage, _ => LinkPurpose.Unsubscribe };

    private static async Task<HttpResponseMessage> KnockAsync(ReaderSite site, string method, string door, string token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method == OneClick ? "POST" : method), door + token);
        if (method == OneClick)
        {
            request.Content = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        }
        else
        {
            request.Headers.Accept.ParseAdd("text/html");
        }

        return await site.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static long Measure(Action act)
    {
        var begun = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetTimestamp() - begun;
    }

    // As LinkToken would be if it looked at the head first and signed only what looks right.
    private static bool Hasty(string token) => token.StartsWith(GoodHead, StringComparison.Ordinal) && HMACSHA256.HashData(new byte[32], new byte[11]).Length == 0;

    private static string Chance(Random random) => new(random.GetItems<char>(Base64, LinkToken.Characters));

    private static string Head(string token) => token[..^20];

    private static string Tampered(Random random, string token)
    {
        var at = random.Next(token.Length);
        var other = Base64[(Base64.IndexOf(token[at], StringComparison.Ordinal) + 1 + random.Next(Base64.Length - 1)) % Base64.Length];
        return token[..at] + other + token[(at + 1)..];
    }

    private static LinkPurpose Another(Random random, LinkPurpose purpose) => Purposes.Where(other => other != purpose).ElementAt(random.Next(Purposes.Length - 1));

    // The same tokens in every run: a failure can be looked at.
    private static Random Seeded() => new(20261124);
}
