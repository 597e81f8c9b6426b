using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using NewsBot.Digest.Subscribers;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>What somebody learns who tries links that nobody gave them: nothing, by no answer and by no time.</summary>
public sealed class LinkGuessTests
{
    private const int Tokens = 100_000;
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly LinkKeys Keys = DigestWorld.Keys;
    private static readonly LinkKeys Others = new(Enumerable.Repeat((byte)9, 32).ToArray());
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

    [Fact]
    public async Task Every_wrong_token_gets_the_same_page_from_every_door()
    {
        await using var site = await ReaderSite.StartAsync();
        var random = Seeded();
        var answers = new HashSet<string>(StringComparer.Ordinal);
        for (var n = 0; n < 200; n++)
        {
            var purpose = n % 2 == 0 ? LinkPurpose.Unsubscribe : LinkPurpose.Manage;
            var door = purpose == LinkPurpose.Unsubscribe ? "/u/" : "/m/";
            using var request = new HttpRequestMessage(n % 4 < 2 ? HttpMethod.Get : HttpMethod.Post, door + Wrong[n % Wrong.Length](random, purpose));
            request.Headers.Accept.ParseAdd("text/html");
            using var reply = await site.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
            answers.Add($"{door} {reply.Content.Headers.ContentLength} {await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        Assert.Equal(2, answers.Count);
        Assert.Equal("law-enforcement weekly, water weekly", await site.FollowsAsync());
    }

    /// <summary>
    /// Ways to be wrong take turns, and their medians are compared: whatever else the machine does meets all of them. A reader that
    /// gives up at the first wrong byte is measured beside them, so that the check is known to see what it looks for.
    /// </summary>
    [Fact]
    public void How_long_a_no_takes_tells_nothing_of_why()
    {
        const int Rounds = 400;
        const int Batch = 50;
        const double Like = 1.35;
        var random = Seeded();
        var tokens = Wrong.Select(make => Enumerable.Range(0, Batch).Select(_ => make(random, LinkPurpose.Manage)).ToArray()).ToArray();
        var times = Wrong.Select(_ => new List<long>(Rounds)).ToArray();
        var hasty = Wrong.Select(_ => new List<long>(Rounds)).ToArray();
        for (var round = -50; round < Rounds; round++) // The first rounds compile.
        {
            foreach (var way in Enumerable.Range(0, Wrong.Length).OrderBy(_ => random.Next()))
            {
                var careful = Measure(() => Array.ForEach(tokens[way], token => LinkToken.TryRead(Keys, LinkPurpose.Manage, token, out _)));
                var quick = Measure(() => Array.ForEach(tokens[way], token => Hasty(token)));
                if (round >= 0)
                {
                    times[way].Add(careful);
                    hasty[way].Add(quick);
                }
            }
        }

        Assert.True(Spread(times) < Like, $"Medians differ by {Spread(times):0.00}.");
        Assert.True(Spread(hasty) > Like, $"The check sees nothing: medians of the hasty reader differ by {Spread(hasty):0.00}.");
    }

    private static double Spread(List<long>[] times)
    {
        var medians = times.Select(list => (double)list.Order().ElementAt(list.Count / 2)).ToList();
        return medians.Max() / medians.Min();
    }

    private static long Measure(Action act)
    {
        var begun = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetTimestamp() - begun;
    }

    // As LinkToken would be if it looked at the head first and signed only what looks right.
    private static bool Hasty(string token) =>
        token.StartsWith("AQQ", StringComparison.Ordinal) && token.StartsWith(LinkToken.Make(Keys, LinkPurpose.Manage, 1)[..5], StringComparison.Ordinal)
        && HMACSHA256.HashData(new byte[32], new byte[11]).Length == 0;

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
