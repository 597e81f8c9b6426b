using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NewsBot.Digest.Subscribers;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>Ten thousand forms, by all ways that come to mind: mails stay few, and others can still sign up.</summary>
public sealed class SignupAbuseTests
{
    private const int Flood = 10_000;

    [Fact]
    public async Task Ten_thousand_forms_of_one_client_to_one_address_make_one_mail()
    {
        await using var site = await SignupSite.CreateAsync();
        var fields = site.Worked("victim@example.net");
        await FloodAsync(_ => site.PostAsync(fields));
        await HasMailedAsync(site, 1);
    }

    [Fact]
    public async Task Ten_thousand_forms_of_one_client_to_as_many_addresses_make_ten_mails_at_most()
    {
        await using var site = await SignupSite.CreateAsync();
        var worked = Enumerable.Range(0, 12).Select(n => site.Worked(Victim(n))).ToList();
        await FloodAsync(n => site.PostAsync(n < worked.Count ? worked[n] : new() { ["address"] = Victim(n) }));
        await HasMailedAsync(site, 10);

        static string Victim(int n) => string.Create(CultureInfo.InvariantCulture, $"victim{n}@example.net");
    }

    [Fact]
    public async Task Ten_thousand_forms_of_as_many_clients_to_one_address_make_one_mail()
    {
        await using var site = await SignupSite.CreateAsync();
        var fields = site.Worked("victim@example.net");
        await FloodAsync(n => site.PostAsync(fields, from: $"2001:db8:{n:x}::7"));
        await HasMailedAsync(site, 1);
    }

    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 600)]
    public void Without_work_a_tenth_goes_at_most(bool worked, int most)
    {
        var limits = new SignupLimits(new FakeTimeProvider());
        var passed = Enumerable.Range(0, Flood).Count(n => limits.Take($"client {n}", $"victim{n}@victim{n}.example", worked) == SignupVerdict.Go);
        Assert.Equal(most, passed);
    }

    [Fact]
    public void One_domain_gets_sixty_at_once_and_one_a_minute_but_a_large_provider_more()
    {
        var time = new FakeTimeProvider();
        var limits = new SignupLimits(time);
        Assert.Equal(60, Enumerable.Range(0, 100).Count(n => limits.Take($"client {n}", $"a{n}@example.net", worked: true) == SignupVerdict.Go));
        Assert.Equal(100, Enumerable.Range(0, 100).Count(n => limits.Take($"client {n}", $"a{n}@gmail.com", worked: true) == SignupVerdict.Go));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(SignupVerdict.Go, limits.Take("another", "b@example.net", worked: true));
        Assert.Equal(SignupVerdict.Later, limits.Take("another", "c@example.net", worked: true));
    }

    [Fact]
    public void What_is_refused_takes_nothing_of_what_others_need()
    {
        var limits = new SignupLimits(new FakeTimeProvider());
        for (var n = 0; n < Flood; n++)
        {
            limits.Take($"client {n}", "victim@example.net", worked: true);
            limits.Take("one client", $"victim{n}@victim{n}.example", worked: true);
        }

        Assert.Equal(SignupVerdict.Go, limits.Take("another", "zoe@example.net", worked: true));
    }

    [Theory, MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task That_a_mailbox_got_its_mail_today_outlives_a_start(string dialect)
    {
        await using var site = await SignupSite.CreateAsync(dialect);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            // Each is a process of its own to the limits in memory.
            await site.World.Db.WriteAsync(tx => AskOptIn.RunAsync(tx, DigestWorld.Keys, new("victim@example.net", site.World.Water, "weekly", "en", null, "test")));
        }

        Assert.Equal(1, await site.CountAsync("deliveries"));
    }

    [Theory, MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task Twenty_at_the_same_moment_make_one_mail(string dialect)
    {
        await using var site = await SignupSite.CreateAsync(dialect);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            site.World.Db.WriteAsync(tx => AskOptIn.RunAsync(tx, DigestWorld.Keys, new("victim@example.net", site.World.Water, "weekly", "en", null, "test")))));
        Assert.Equal((1, 1, 1), (await site.CountAsync("deliveries"), await site.CountAsync("subscribers"), await site.CountAsync("subscriptions")));
    }

    [Theory]
    [InlineData("192.0.2.7", "", "192.0.2.7/32")] // Nobody's word is believed but a proxy's.
    [InlineData("192.0.2.7", "10.0.0.1", "192.0.2.7/32")]
    [InlineData("127.0.0.1", "192.0.2.7", "192.0.2.7/32")]
    [InlineData("127.0.0.1", "6.6.6.6, 192.0.2.7", "192.0.2.7/32")] // What stands left of it, the client wrote.
    [InlineData("127.0.0.1", "6.6.6.6, 192.0.2.7:4711, 10.1.2.3", "192.0.2.7/32")]
    [InlineData("::ffff:10.1.2.3", "192.0.2.7", "192.0.2.7/32")]
    [InlineData("127.0.0.1", "[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::/64")]
    [InlineData("127.0.0.1", "nonsense", "127.0.0.1/32")]
    [InlineData("127.0.0.1", "", "127.0.0.1/32")]
    public void A_client_is_whom_the_last_trusted_proxy_saw(string remote, string forwarded, string client)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        http.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(client, ClientNetwork.Of(http, [IPNetwork.Parse("10.0.0.0/8")]).ToString());
    }

    [Theory]
    [InlineData("192.0.2.7/32", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2::/64", "2001:db8:1::/48")]
    public void The_record_of_consent_has_no_full_address(string client, string kept) =>
        Assert.Equal(kept, ClientNetwork.Coarse(IPNetwork.Parse(client)).ToString());

    [Theory]
    [InlineData("Anna.B+news@Gmail.com", "annab@gmail.com")]
    [InlineData("annab@googlemail.com", "annab@gmail.com")]
    [InlineData("Anna.B+news@example.org", "anna.b@example.org")]
    [InlineData("+anna@example.org", "+anna@example.org")]
    public void Spellings_of_one_mailbox_count_as_one(string address, string key) => Assert.Equal(key, AddressKey.Of(address));

    [Fact]
    public async Task Known_unknown_and_suppressed_addresses_get_the_same_bytes()
    {
        await using var site = await SignupSite.CreateAsync();
        await site.World.ReadersAsync("anna@example.org", "water");
        await site.World.Db.WriteAsync(tx => SuppressionTable.AddAsync(tx, DigestWorld.Keys, "gone@example.org", "complaint", "test"));
        var answers = new List<string>();
        foreach (var address in new[] { "anna@example.org", "nobody@example.org", "gone@example.org", "anna@example.org" })
        {
            var reply = await site.PostAsync(site.Worked(address));
            answers.Add($"{(int)reply.StatusCode} {string.Join('|', reply.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}={string.Join(',', header.Value)}"))} {await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Contains("look into your inbox", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Known_unknown_and_suppressed_addresses_take_the_same_time()
    {
        const int Rounds = 60;
        var wait = TimeSpan.FromMilliseconds(250); // As it is shipped: what the store has to do must fit in it on a busy machine too.
        await using var site = await SignupSite.CreateAsync(change: options => options with { AnswerAfter = wait }, clock: TimeProvider.System);
        await AlikeTimes.HoldAsync(cases: 3, Rounds, lanes: 8, async (round, kind) =>
        {
            var address = $"reader{round}-{kind}@gmail.com";
            if (kind == 0)
            {
                await site.World.ReadersAsync(address, "water");
            }
            else if (kind == 1)
            {
                await site.World.Db.WriteAsync(tx => SuppressionTable.AddAsync(tx, DigestWorld.Keys, address, "complaint", "test"));
            }

            var fields = site.Worked(address, now: TimeProvider.System.GetUtcNow());
            var begun = Stopwatch.GetTimestamp();
            using var reply = await site.PostAsync(fields, from: $"2001:db8:{round:x}:{kind}::7");
            var time = Stopwatch.GetElapsedTime(begun);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            Assert.True(time > wait - TimeSpan.FromMilliseconds(10), $"{time} is before the promised time"); // Timers count ticks of the system, of 10 ms at most.
            return time;
        });
    }

    private static async Task FloodAsync(Func<int, Task<HttpResponseMessage>> post) => await Parallel.ForEachAsync(
        Enumerable.Range(0, Flood),
        new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
        async (n, _) =>
        {
            using var reply = await post(n);
            Assert.Contains(reply.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.TooManyRequests });
        });

    /// <summary>No more than so many, and somebody else still gets theirs.</summary>
    private static async Task HasMailedAsync(SignupSite site, int most)
    {
        await site.MailAsync();
        Assert.InRange(site.Mails.Count, 1, most);
        var before = site.Mails.Count;
        Assert.Contains("look into your inbox", await site.PostTextAsync(site.Worked("zoe@example.net"), from: "198.51.100.9"), StringComparison.Ordinal);
        await site.MailAsync();
        Assert.Equal(before + 1, site.Mails.Count);
        Assert.Equal("zoe@example.net", site.Mails[^1].To.Mailboxes.Single().Address);
    }
}
