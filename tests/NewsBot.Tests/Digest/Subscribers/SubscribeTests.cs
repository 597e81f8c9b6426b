using System.Net;
using MimeKit;
using NewsBot.Digest.Subscribers;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>From the form to the subscription, on both stores, as people and machines fill it in.</summary>
public sealed class SubscribeTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_form_leads_to_one_mail_and_only_the_button_behind_its_link_begins_anything(string dialect)
    {
        await using var site = await SignupSite.CreateAsync(dialect);
        var reply = await site.PostAsync(site.Worked("zoe@example.net"));
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("no-store", reply.Headers.CacheControl!.ToString());
        await site.MailAsync();
        var mail = Assert.Single(site.Mails);
        Assert.Equal("Please confirm: Water Policy", mail.Subject);
        Assert.Equal("zoe@example.net", Assert.Single(mail.To.Mailboxes).Address);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.Null(mail.Headers[HeaderId.ListUnsubscribePost]);
        Assert.Null(mail.Headers[HeaderId.ListUnsubscribe]);
        Assert.Contains("news.example.org on Monday 16 November 2026, 19:00", mail.TextBody!.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("7 days", mail.TextBody!, StringComparison.Ordinal);
        Assert.Contains(SignupSite.Link(mail), mail.HtmlBody, StringComparison.Ordinal);

        var page = await site.Client.GetStringAsync(SignupSite.Link(mail), TestContext.Current.CancellationToken);
        using var head = new HttpRequestMessage(HttpMethod.Head, SignupSite.Link(mail));
        Assert.Equal(HttpStatusCode.OK, (await site.Client.SendAsync(head, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Contains("Water Policy", page, StringComparison.Ordinal);
        Assert.Empty(await site.FollowsAsync("zoe@example.net"));

        foreach (var turn in Enumerable.Range(0, 2))
        {
            var done = turn == 0 ? await site.ConfirmAsync(SignupSite.Link(mail)) : await site.PressAsync(SignupSite.Link(mail), [new("topic", "1")]);
            Assert.Contains("You are subscribed", done, StringComparison.Ordinal);
            Assert.Contains("Monday 23 November 2026", done, StringComparison.Ordinal);
            Assert.Contains("href=\"/m/", done, StringComparison.Ordinal);
            Assert.Equal(["water weekly"], await site.FollowsAsync("zoe@example.net"));
        }

        var (consent, language, zone) = await site.World.Db.ReadAsync(tx => tx.FirstAsync<(string, string, string)>(
            "select u.consent, s.language, s.zone from subscriptions u join subscribers s on s.id = u.subscriber_id"));
        Assert.Equal(
            "web form, words 1 (en), weekly digest of \"Water Policy\", asked 2026-11-16T18:00:00Z from 192.0.2.0/24; confirmed from 127.0.0.0/24", consent);
        Assert.Equal(("en", "Europe/Berlin"), (language, zone));
        Assert.Contains("done its work", await site.Client.GetStringAsync(SignupSite.Link(mail), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Several_topics_of_one_day_make_one_mail_and_one_click(string dialect)
    {
        await using var site = await SignupSite.CreateAsync(dialect);
        await site.PostAsync(site.Worked("zoe@example.net"));
        await site.MailAsync();
        await site.PostAsync(site.Worked("Zoe@example.net", "law-enforcement").Append(new("plan", "daily")).Where(field => field is not { Key: "plan", Value: "weekly" }), slug: "law-enforcement");
        await site.MailAsync();
        await site.ConfirmAsync(SignupSite.Link(Assert.Single(site.Mails)));
        Assert.Equal(["water weekly", "law-enforcement daily"], await site.FollowsAsync("zoe@example.net"));
    }

    [Fact]
    public async Task What_is_not_ticked_is_not_begun()
    {
        await using var site = await SignupSite.CreateAsync();
        await site.PostAsync(site.Worked("zoe@example.net", "law-enforcement"), slug: "law-enforcement");
        await site.PostAsync(site.Worked("zoe@example.net"));
        await site.MailAsync();
        var path = SignupSite.Link(Assert.Single(site.Mails));
        Assert.Contains("Confirm your subscription", await site.PressAsync(path, []), StringComparison.Ordinal);
        Assert.Contains("You are subscribed", await site.PressAsync(path, [new("topic", "2")]), StringComparison.Ordinal);
        Assert.Equal(["water weekly"], await site.FollowsAsync("zoe@example.net"));
    }

    [Fact]
    public async Task Without_a_script_a_button_after_ten_seconds_does_as_well()
    {
        await using var site = await SignupSite.CreateAsync();
        Dictionary<string, string> fields = new(StringComparer.Ordinal) { ["address"] = "zoe@example.net", ["number"] = "" };
        var page = await site.PostTextAsync(fields);
        Assert.Contains("Count to 10", page, StringComparison.Ordinal);
        fields["waiting"] = Waiting(page);
        site.World.Store.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(fields["waiting"], Waiting(await site.PostTextAsync(fields))); // It does not begin anew.
        Assert.Equal(0, await site.CountAsync("deliveries"));
        site.World.Store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("look into your inbox", await site.PostTextAsync(fields), StringComparison.Ordinal);
        Assert.Equal(1, await site.CountAsync("deliveries"));
        fields["address"] = "mallory@example.net";
        Assert.Contains("Count to 10", await site.PostTextAsync(fields), StringComparison.Ordinal); // It is bound to its address.
    }

    [Fact]
    public async Task A_proof_is_good_for_its_topic_and_address_and_three_hours()
    {
        await using var site = await SignupSite.CreateAsync();
        var fields = site.Worked("zoe@example.net");
        var (now, number) = (site.World.Store.Time.GetUtcNow(), fields["number"]);
        Assert.Equal(fields["challenge"], site.Challenge(now: now.AddMinutes(59)));
        Assert.NotEqual(fields["challenge"], site.Challenge(now: now.AddMinutes(60)));
        Assert.True(IsDone("water", fields["challenge"], "zoe@example.net", number, now.AddHours(3)));
        Assert.False(IsDone("water", fields["challenge"], "zoe@example.net", number, now.AddHours(3).AddMilliseconds(1)));
        Assert.False(IsDone("law-enforcement", fields["challenge"], "zoe@example.net", number, now));
        Assert.False(IsDone("water", fields["challenge"], "mallory@example.net", number, now));
        Assert.False(IsDone("water", fields["challenge"], "zoe@example.net", "", now));
        Assert.False(IsDone("water", fields["challenge"], "zoe@example.net", new string('1', 11), now));
        var forged = (fields["challenge"][0] == 'A' ? 'B' : 'A') + fields["challenge"][1..];
        Assert.False(IsDone("water", forged, "zoe@example.net", ProofOfWork.Solve(forged, "zoe@example.net"), now));
        var other = FormToken.Make(new LinkKeys(Enumerable.Repeat((byte)8, 32).ToArray()), FormPurpose.Challenge, "water", now);
        Assert.False(IsDone("water", other, "zoe@example.net", ProofOfWork.Solve(other, "zoe@example.net"), now));
        var waiting = FormToken.Make(DigestWorld.Keys, FormPurpose.Waiting, "water", now);
        Assert.False(IsDone("water", waiting, "zoe@example.net", ProofOfWork.Solve(waiting, "zoe@example.net"), now));

        static bool IsDone(string slug, string challenge, string address, string number, DateTimeOffset now) =>
            ProofOfWork.IsDone(DigestWorld.Keys, slug, challenge, address, number, now);
    }

    [Fact]
    public async Task What_cannot_be_an_address_is_told_at_once_and_comes_out_inert()
    {
        await using var site = await SignupSite.CreateAsync();
        foreach (var hostile in new[] { "", "zoe", "zoe@", "\"><script>alert(1)</script>@x", "zoe@example.net\r\nBcc: all@example.net", "{{ secret }}@", new string('a', 10_000) + "@example.net" })
        {
            var reply = await site.PostAsync([new("address", hostile)], from: $"198.51.100.{hostile.Length % 200}");
            var html = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.StatusCode);
            Assert.Contains("cannot be an email address", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", html, StringComparison.OrdinalIgnoreCase);
            Assert.InRange(html.Length, 1, 20_000);
        }

        Assert.Equal(0, await site.CountAsync("subscribers"));
    }

    [Fact]
    public async Task A_machine_that_fills_in_every_field_gets_the_usual_answer_and_nothing_happens()
    {
        await using var site = await SignupSite.CreateAsync();
        var person = await site.PostTextAsync(site.Worked("zoe@example.net"));
        Assert.Equal(person, await site.PostTextAsync(site.Worked("bot@example.net").Append(new("website", "https://spam.example"))));
        Assert.Equal(1, await site.CountAsync("subscribers"));
    }

    [Fact]
    public async Task A_refused_domain_and_what_lies_below_it_is_told_so()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "# short-lived\ntrash.example  # a remark\n\nBücher.example\n", TestContext.Current.CancellationToken);
        var refused = RefusedDomains.Read(file);
        File.Delete(file);
        await using var site = await SignupSite.CreateAsync(change: options => options with { RefusedDomains = refused });
        foreach (var (address, status) in new[] { ("a@trash.example", 422), ("a@x.Trash.example", 422), ("a@bücher.example", 422), ("a@nottrash.example", 200) })
        {
            Assert.Equal(status, (int)(await site.PostAsync([new("address", address)])).StatusCode);
        }
    }

    [Fact]
    public async Task A_form_is_answered_in_the_readers_language_and_so_is_the_mail()
    {
        await using var site = await SignupSite.CreateAsync();
        var reply = await site.PostAsync(site.Worked("zoe@example.net"), language: "de-AT,de;q=0.9,en;q=0.5");
        Assert.Contains("<html lang=\"de\" dir=\"ltr\">", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        reply = await site.PostAsync(site.Worked("amal@example.net"), language: "ar");
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await site.MailAsync();
        Assert.Equal(["Bitte bestätigen: Water Policy", "يرجى التأكيد: Water Policy"], site.Mails.Select(mail => mail.Subject));
        Assert.Contains("Montag, 16. November 2026", site.Mails[0].TextBody!.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("2026", site.Mails[1].TextBody!, StringComparison.Ordinal); // The Gregorian calendar.
    }

    [Theory]
    [InlineData("nothing", HttpStatusCode.NotFound)]
    [InlineData("water", HttpStatusCode.UnprocessableEntity)]
    public async Task A_topic_that_is_not_there_and_a_body_that_is_no_form_have_pages_of_their_own(string slug, HttpStatusCode status)
    {
        await using var site = await SignupSite.CreateAsync();
        using var content = new ByteArrayContent(new byte[64 * 1024]);
        var reply = await site.Client.PostAsync(new Uri($"/t/{slug}/subscribe", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(status, reply.StatusCode);
        Assert.Contains("<h1>", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string Waiting(string page) => page.Split("name=\"waiting\" value=\"")[1].Split('"')[0];
}
