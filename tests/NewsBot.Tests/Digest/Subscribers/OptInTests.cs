using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>Who may be asked, how often, and what a click may begin.</summary>
public sealed class OptInTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_mailbox_gets_one_such_mail_a_day_however_it_is_written(string dialect)
    {
        await using var site = await SignupSite.CreateAsync(dialect);
        foreach (var address in new[] { "anna.b@gmail.com", "a.nnab@gmail.com", "annab+news@googlemail.com", "ANNAB@gmail.com" })
        {
            await AskAsync(site, address);
        }

        await site.MailAsync();
        Assert.Single(site.Mails);
        site.World.Store.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        await AskAsync(site, "annab@gmail.com");
        await site.MailAsync();
        Assert.Single(site.Mails);
        site.World.Store.Time.Advance(TimeSpan.FromMilliseconds(1));
        await AskAsync(site, "annab@gmail.com");
        await site.MailAsync();
        Assert.Equal(2, site.Mails.Count);
        Assert.Equal(2, site.Mails.Select(mail => mail.MessageId).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Who_follows_already_learns_it_once_a_day_and_nothing_changes(string dialect)
    {
        await using var site = await SignupSite.CreateAsync(dialect);
        await site.World.ReadersAsync("anna@example.org", "water");
        await AskAsync(site, "anna@example.org", plan: "daily");
        await AskAsync(site, "anna@example.org", plan: "daily");
        await site.MailAsync();
        var mail = Assert.Single(site.Mails);
        Assert.StartsWith("You are subscribed already", mail.Subject, StringComparison.Ordinal);
        Assert.StartsWith("/m/", SignupSite.Link(mail), StringComparison.Ordinal);
        Assert.Equal(["water weekly"], await site.FollowsAsync("anna@example.org"));
    }

    [Theory]
    [InlineData("complaint", "anna@example.org", 0)]
    [InlineData("bounce", "anna@example.org", 0)]
    [InlineData("asked", "anna@example.org", 0)]
    [InlineData("complaint", "anna+again@example.org", 0)]
    [InlineData("left", "anna@example.org", 1)]
    public async Task Only_who_left_by_themselves_is_asked_again(string reason, string address, int mails)
    {
        await using var site = await SignupSite.CreateAsync();
        await site.World.Db.WriteAsync(tx => SuppressionTable.AddAsync(tx, DigestWorld.Keys, "anna@example.org", reason, "test"));
        await AskAsync(site, address);
        Assert.Equal(mails, await site.CountAsync("subscribers"));
        await site.MailAsync();
        Assert.Equal(mails, site.Mails.Count);
        Assert.Equal(1, await site.CountAsync("suppressions")); // To be asked is not to have come back.
        if (mails > 0)
        {
            Assert.Contains("You are subscribed", await site.ConfirmAsync(SignupSite.Link(site.Mails[0])), StringComparison.Ordinal);
            Assert.Equal(0, await site.CountAsync("suppressions"));
        }
    }

    [Theory]
    [InlineData("complaint", "suppressed: complaint")]
    [InlineData("erased", "the reader was erased")]
    [InlineData("old", "nothing waits to be confirmed any more")]
    public async Task What_happened_since_the_form_still_counts(string what, string reason)
    {
        await using var site = await SignupSite.CreateAsync();
        await AskAsync(site, "anna@example.org");
        await site.World.Db.WriteAsync(tx => what switch
        {
            "complaint" => SuppressionTable.AddAsync(tx, DigestWorld.Keys, "anna@example.org", "complaint", "test"),
            "erased" => tx.ExecuteAsync("delete from subscriptions; delete from subscribers"),
            _ => tx.ExecuteAsync("update subscriptions set asked_at = 1"),
        });
        await site.MailAsync();
        Assert.Empty(site.Mails);
        Assert.Equal(reason, await site.World.Db.ReadAsync(tx => tx.FirstAsync<string>("select last_error from deliveries")));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_stranger_who_types_an_address_brings_nobody_back(string dialect)
    {
        await using var site = await SignupSite.CreateAsync(dialect);
        var anna = await site.World.ReadersAsync("anna@example.org", "water");
        await site.World.Db.WriteAsync(tx => SubscriberTable.EndAsync(tx, anna.Id, "weekly", "one-click"));
        site.World.Store.Time.Advance(TimeSpan.FromMilliseconds(1));
        await AskAsync(site, "anna@example.org");
        await AskAsync(site, "anna@example.org", site.World.Law);
        Assert.Empty(await site.FollowsAsync("anna@example.org"));
        Assert.True(await site.World.Db.ReadAsync(tx => SubscriberTable.HasLeftAsync(tx, anna.Id, "weekly")));
        await site.World.ReadersAsync("anna@example.org", "water;law-enforcement");
        Assert.Empty(await site.FollowsAsync("anna@example.org"));
        await site.MailAsync();
        await site.ConfirmAsync(SignupSite.Link(Assert.Single(site.Mails)));
        Assert.Equal(["water weekly", "law-enforcement weekly"], await site.FollowsAsync("anna@example.org"));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_import_confirms_what_waits_by_its_own_plan_and_consent(string dialect)
    {
        await using var site = await SignupSite.CreateAsync(dialect);
        await AskAsync(site, "anna@example.org", plan: "daily");
        await site.World.ReadersAsync("anna@example.org", "water");
        Assert.Equal(["water weekly"], await site.FollowsAsync("anna@example.org"));
        Assert.Equal("imported from readers.csv on 2026-11-16", await site.World.Db.ReadAsync(tx => tx.FirstAsync<string>("select consent from subscriptions")));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_link_ends_after_seven_days_and_what_nobody_confirmed_is_forgotten(string dialect)
    {
        await using var site = await SignupSite.CreateAsync(dialect);
        await AskAsync(site, "zoe@example.net");
        await site.MailAsync();
        var path = SignupSite.Link(Assert.Single(site.Mails));
        site.World.Store.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        Assert.Contains("Confirm your subscription", await GetAsync(site, path), StringComparison.Ordinal);
        site.World.Store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Contains("This link has ended", await GetAsync(site, path), StringComparison.Ordinal);
        Assert.Contains("This link has ended", await site.PressAsync(path, [new("topic", "1")]), StringComparison.Ordinal);
        var ended = await GetAsync(site, path);
        site.World.Store.Time.Advance(TimeSpan.FromDays(1));
        await AskAsync(site, "other@example.net");
        await ForgetAsync(site);
        Assert.Null(await site.World.Db.ReadAsync(tx => SubscriberTable.FindAsync(tx, "zoe@example.net")));
        Assert.Equal(1, await site.CountAsync("optin_mails"));
        Assert.Equal(ended, await GetAsync(site, path)); // Whether it was forgotten is nobody's business.
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Of_who_never_confirmed_only_a_suppression_stays_and_who_has_more_keeps_it(string dialect)
    {
        await using var site = await SignupSite.CreateAsync(dialect);
        var db = site.World.Db;
        var (bert, cleo) = (await site.World.ReadersAsync("bert@example.net", "law-enforcement"), await site.World.ReadersAsync("cleo@example.net", "water"));
        await db.WriteAsync(tx => SubscriberTable.EndAsync(tx, cleo.Id, "weekly", "one-click"));
        await AskAsync(site, "bert@example.net");
        await AskAsync(site, "cleo@example.net");
        for (var n = 0; n <= OptInTable.MostForgotten; n++)
        {
            await AskAsync(site, $"zoe{n}@example.net");
        }

        // A relay's refusal quotes the address.
        var zoe = (await db.ReadAsync(tx => SubscriberTable.FindAsync(tx, "zoe0@example.net")))!;
        await db.WriteAsync(async tx =>
        {
            await SuppressionTable.AddAsync(tx, DigestWorld.Keys, "zoe0@example.net", "bounce", "test");
            await tx.ExecuteAsync("update deliveries set state = 'dead', last_error = '550 zoe0@example.net' where address = @id", new { id = $"{zoe.Id}" });
        });
        site.World.Store.Time.Advance(TimeSpan.FromDays(8) - TimeSpan.FromMilliseconds(1));
        await ForgetAsync(site);
        Assert.Equal(OptInTable.MostForgotten + 3, await site.CountAsync("subscribers"));
        site.World.Store.Time.Advance(TimeSpan.FromMilliseconds(1));
        await ForgetAsync(site);
        Assert.Equal(["bert@example.net", "cleo@example.net"], await db.ReadAsync(tx => tx.QueryAsync<string>("select address from subscribers order by address")));
        Assert.Equal(["law-enforcement weekly"], await site.FollowsAsync("bert@example.net"));
        Assert.True(await db.ReadAsync(tx => SubscriberTable.HasLeftAsync(tx, cleo.Id, "weekly")));
        Assert.Equal(2, await site.CountAsync("subscriptions")); // Bert's and Cleo's own
        Assert.Equal(0, await site.CountAsync("subscriptions where asked_at is not null or asked_consent is not null"));
        Assert.Equal(0, await site.CountAsync("optin_mails"));
        Assert.Equal(0, await site.CountAsync("deliveries where last_error is not null or address = '" + zoe.Id + "'"));
        Assert.Equal("bounce", await db.ReadAsync(tx => SuppressionTable.ReasonAsync(tx, zoe.AddressHash)));
    }

    private static Task ForgetAsync(SignupSite site) =>
        new ForgetAsked(site.World.Db, site.World.Store.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).RunOnceAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_link_of_another_purpose_or_made_up_or_cut_does_nothing()
    {
        await using var site = await SignupSite.CreateAsync();
        await AskAsync(site, "zoe@example.net");
        foreach (var purpose in Enum.GetValues<LinkPurpose>().Where(purpose => purpose != LinkPurpose.Confirm))
        {
            Assert.Contains("does not work", await site.PressAsync($"/c/{LinkToken.Make(DigestWorld.Keys, purpose, 1)}", [new("topic", "1")]), StringComparison.Ordinal);
        }

        Assert.Contains("does not work", await site.PressAsync("/" + Confirm.Path(DigestWorld.Keys, 1)[..^1], [new("topic", "1")]), StringComparison.Ordinal);
        Assert.Empty(await site.FollowsAsync("zoe@example.net"));
    }

    [Fact]
    public async Task A_link_confirms_nothing_of_another_reader()
    {
        await using var site = await SignupSite.CreateAsync();
        await AskAsync(site, "mallory@example.net");
        await AskAsync(site, "zoe@example.net");
        await site.PressAsync("/" + Confirm.Path(DigestWorld.Keys, 1), [new("topic", "1"), new("topic", "2")]);
        Assert.Equal(["water weekly"], await site.FollowsAsync("mallory@example.net"));
        Assert.Empty(await site.FollowsAsync("zoe@example.net"));
    }

    [Fact]
    public async Task A_topic_with_a_hostile_name_breaks_neither_the_mail_nor_the_page()
    {
        await using var site = await SignupSite.CreateAsync();
        var id = await site.World.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "water", "Water\r\nBcc: victim@example.org\r\n\r\n<script>\u202E{{ secret }}" + new string('Ж', 10_000)));
        await AskAsync(site, "zoe@example.net", id);
        await site.MailAsync();
        var mail = Assert.Single(site.Mails);
        Assert.Null(mail.Headers["Bcc"]);
        Assert.InRange(mail.Subject!.Length, 1, 78);
        Assert.DoesNotContain("<script", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', mail.HtmlBody + mail.TextBody + mail.Subject);
        Assert.InRange(mail.HtmlBody!.Length, 1, 20_000);
        Assert.DoesNotContain("<script", await GetAsync(site, SignupSite.Link(mail)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_was_typed_but_the_address_stands_in_the_mail()
    {
        await using var site = await SignupSite.CreateAsync();
        var fields = site.Worked("zoe@example.net");
        foreach (var name in new[] { "plan", "zone", "shown", "name", "topic" })
        {
            fields[name] = "BUY-NOW";
        }

        await site.PostAsync(fields);
        await site.MailAsync();
        var mail = Assert.Single(site.Mails);
        Assert.DoesNotContain("BUY-NOW", mail.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("zoe", mail.HtmlBody + mail.TextBody!, StringComparison.OrdinalIgnoreCase);
        Assert.All(mail.TextBody!.Split('\n').Where(line => !line.StartsWith("https", StringComparison.Ordinal)), line => Assert.InRange(line.TrimEnd().Length, 0, 72));
    }

    private static Task<string> GetAsync(SignupSite site, string path) => site.Client.GetStringAsync(path, TestContext.Current.CancellationToken);

    private static Task AskAsync(SignupSite site, string address, long? topicId = null, string plan = "weekly") => site.World.Db.WriteAsync(tx =>
        AskOptIn.RunAsync(tx, DigestWorld.Keys, new(address, topicId ?? site.World.Water, plan, "en", null, "test")));
}
