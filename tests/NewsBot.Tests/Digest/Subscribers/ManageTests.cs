using System.Globalization;
using System.Net;
using System.Text.Json;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>The manage page over real HTTP.</summary>
public sealed class ManageTests : IAsyncLifetime
{
    private ReaderSite site = null!;
    private string path = "";

    public async ValueTask InitializeAsync()
    {
        site = await ReaderSite.StartAsync();
        path = site.ManagePath;
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Looking_changes_nothing_and_tells_nobody(string method)
    {
        var before = await DumpAsync();
        using var reply = await site.Client.SendAsync(new(new HttpMethod(method), path), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("no-store", reply.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", reply.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("noindex", reply.Headers.GetValues("X-Robots-Tag").Single());
        Assert.False(reply.Headers.Contains("Set-Cookie"));
        Assert.Equal(before, await DumpAsync());
    }

    [Fact]
    public async Task The_page_shows_what_is_followed_and_not_the_whole_address()
    {
        var html = await site.GetAsync(path);
        Assert.Contains("a…@example.org", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain("anna", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, html.Split(" checked>").Length - 1);
        Assert.DoesNotContain("action=", html, StringComparison.Ordinal); // Forms go to the page's own address, with or without a slash at its end.
    }

    [Fact]
    public async Task A_topic_is_left_and_moved_and_the_undo_puts_both_back()
    {
        var html = await SaveAsync((site.World.Water, "daily"));
        Assert.Contains("no longer follow Law Enforcement Partnerships", html, StringComparison.Ordinal);
        Assert.Contains("Water Policy: from now on in the daily digest", html, StringComparison.Ordinal);
        Assert.Equal("water daily", await site.FollowsAsync());

        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Contains("Everything is as it was before", await site.PressAsync(path, ("do", "undo"), ("undo", ReaderSite.Undo(html))), StringComparison.Ordinal);
            Assert.Equal("law-enforcement weekly, water weekly", await site.FollowsAsync());
        }
    }

    [Fact]
    public async Task A_topic_is_followed_again_without_a_mail_and_its_consent_is_recorded()
    {
        await SaveAsync((site.World.Water, "weekly"));
        await SaveAsync((site.World.Water, "weekly"), (site.World.Law, "monthly"));
        Assert.Equal("law-enforcement monthly, water weekly", await site.FollowsAsync());
        Assert.StartsWith("ticked on the manage page on 2026-11-23", await site.ReadAsync<string>("select consent from subscriptions where plan = 'monthly'"), StringComparison.Ordinal);
        Assert.StartsWith("imported from", await site.ReadAsync<string>("select consent from subscriptions where plan = 'weekly'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_the_page_did_not_show_stays_followed()
    {
        await site.PressAsync(path, ("do", "topics"), ("shown", Id(site.World.Water)));
        Assert.Equal("law-enforcement weekly", await site.FollowsAsync());
    }

    [Fact]
    public async Task Leaving_the_last_topic_cancels_what_waits_and_undoing_it_sends_it_after_all()
    {
        var html = await SaveAsync();
        Assert.Equal("", await site.FollowsAsync());
        Assert.Equal("cancelled", await site.DeliveryAsync());
        await site.PressAsync(path, ("do", "undo"), ("undo", ReaderSite.Undo(html)));
        Assert.Equal("pending", await site.DeliveryAsync());
    }

    [Fact]
    public async Task Made_up_topics_and_plans_change_nothing()
    {
        var html = await site.PressAsync(
            path, ("do", "topics"), ("shown", Id(site.World.Water)), ("topic", Id(site.World.Water)), ($"plan-{site.World.Water}", "hourly"), ("shown", "999"), ("topic", "999"), ("shown", "-1"), ("shown", "'; drop"));
        Assert.Contains("already", html, StringComparison.Ordinal);
        Assert.Equal("law-enforcement weekly, water weekly", await site.FollowsAsync());
    }

    [Fact]
    public async Task A_pause_lasts_until_the_morning_of_its_day_in_the_readers_zone()
    {
        await site.PressAsync(path, ("do", "settings"), ("language", "en"), ("zone", "Pacific/Auckland"));
        var html = await site.PressAsync(path, ("do", "pause"), ("until", "2026-12-24"));
        Assert.Contains("24 December 2026", html, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 12, 24, 0, 0, 0, TimeSpan.FromHours(13)), (await site.ReaderAsync())!.PausedUntil);
        await site.PressAsync(path, ("do", "undo"), ("undo", ReaderSite.Undo(html)));
        Assert.Null((await site.ReaderAsync())!.PausedUntil);
    }

    [Fact]
    public async Task A_pause_can_be_ended_before_its_day()
    {
        await site.PressAsync(path, ("do", "pause"), ("until", "2026-12-24"));
        Assert.Contains("The pause is over", await site.PressAsync(path, ("do", "resume")), StringComparison.Ordinal);
        Assert.Equal(site.World.Store.Time.GetUtcNow().ToUnixTimeSeconds(), (await site.ReaderAsync())!.PausedUntil!.Value.ToUnixTimeSeconds());
        Assert.Contains("already", await site.PressAsync(path, ("do", "resume")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-23")] // Today.
    [InlineData("2026-01-01")]
    [InlineData("2028-01-01")]
    [InlineData("tomorrow")]
    [InlineData("")]
    [InlineData("<b>2026-12-24</b>")]
    public async Task No_pause_begins_without_a_day_that_can_be(string day)
    {
        Assert.Contains("Nothing has changed.", await site.PressAsync(path, ("do", "pause"), ("until", day)), StringComparison.Ordinal);
        Assert.Null((await site.ReaderAsync())!.PausedUntil);
    }

    [Fact]
    public async Task The_page_speaks_the_readers_language_at_once_and_arabic_from_right_to_left()
    {
        Assert.Contains("<html lang=\"de\" dir=\"ltr\">", await site.PressAsync(path, ("do", "settings"), ("language", "de"), ("zone", "")), StringComparison.Ordinal);
        Assert.Contains("Was Sie erhalten", await site.GetAsync(path), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", await site.PressAsync(path, ("do", "settings"), ("language", "ar"), ("zone", "")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xx", "")]
    [InlineData("en", "Europe/Atlantis")]
    [InlineData("en", "../../etc/passwd")]
    [InlineData("en", "/etc/localtime")]
    [InlineData("en", "W. Europe Standard Time")]
    [InlineData("en", "<script>alert(1)</script>")]
    public async Task A_language_or_zone_that_is_none_is_refused(string language, string zone)
    {
        Assert.Contains("Nothing has changed.", await site.PressAsync(path, ("do", "settings"), ("language", language), ("zone", zone)), StringComparison.Ordinal);
        Assert.Null((await site.ReaderAsync())!.Zone);
        Assert.Null((await site.ReaderAsync())!.Language);
    }

    [Fact]
    public async Task The_export_is_a_file_with_all_that_is_kept()
    {
        using var reply = await site.Client.PostAsync(path, new FormUrlEncodedContent([new("do", "export")]), TestContext.Current.CancellationToken);
        Assert.Equal("attachment", reply.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("no-store", reply.Headers.CacheControl!.ToString());
        using var data = JsonDocument.Parse(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var root = data.RootElement;
        Assert.Equal(ReaderSite.Address, root.GetProperty("address").GetString());
        var topics = root.GetProperty("subscriptions").EnumerateArray().ToList();
        Assert.Equal(["water", "law-enforcement"], topics.Select(topic => topic.GetProperty("topic").GetString()));
        Assert.All(topics, topic => Assert.StartsWith("imported from readers.csv", topic.GetProperty("consent").GetString(), StringComparison.Ordinal));
        var mail = Assert.Single(root.GetProperty("mails").EnumerateArray());
        Assert.Equal("weekly", mail.GetProperty("digest").GetString());
        Assert.Equal("pending", mail.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Erasing_asks_first()
    {
        var html = await site.PressAsync(path, ("do", "erase"));
        Assert.Contains("Erase everything?", html, StringComparison.Ordinal);
        Assert.NotNull(await site.ReaderAsync());
    }

    [Fact]
    public async Task An_erased_readers_links_say_that_there_is_nothing()
    {
        var leave = await site.LeavePathAsync();
        Assert.Contains("You are forgotten", await site.PressAsync(path, ("do", "erase-now")), StringComparison.Ordinal);
        Assert.Null(await site.ReaderAsync());
        using var reply = await site.Client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Gone, reply.StatusCode);
        await site.PressAsync(path, 410, ("do", "topics"));
        await site.PressAsync(path, 410, ("do", "export"));
        Assert.Contains("You are unsubscribed", await site.PressAsync(leave), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_was_cut_or_made_up_or_for_something_else_is_answered_alike()
    {
        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var bad in new[] { path[..^1], path + "A", "/m/" + new string('A', 36), "/m/x", "/m/" + LinkToken.Make(DigestWorld.Keys, LinkPurpose.Unsubscribe, site.Anna.Id) })
        {
            using var reply = await site.Client.GetAsync(bad, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
            answers.Add(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            answers.Add(await site.PressAsync(bad, 400, ("do", "erase-now")));
        }

        Assert.Single(answers);
        Assert.NotNull(await site.ReaderAsync());
    }

    [Fact]
    public async Task An_undo_ends_when_something_else_was_changed_or_a_week_has_passed()
    {
        var first = ReaderSite.Undo(await site.PressAsync(path, ("do", "pause"), ("until", "2026-12-24")));
        var second = ReaderSite.Undo(await SaveAsync());
        Assert.Contains("no longer be taken back", await site.PressAsync(path, ("do", "undo"), ("undo", first)), StringComparison.Ordinal);
        site.World.Store.Time.Advance(TimeSpan.FromDays(7));
        Assert.Contains("no longer be taken back", await site.PressAsync(path, ("do", "undo"), ("undo", second)), StringComparison.Ordinal);
        Assert.Equal("", await site.FollowsAsync());
    }

    [Fact]
    public async Task Another_readers_undo_does_nothing_here()
    {
        var undo = ReaderSite.Undo(await SaveAsync());
        var bela = await site.World.ReadersAsync("bela@example.org", "water");
        Assert.Contains("no longer be taken back", await site.PressAsync("/" + Manage.Path(DigestWorld.Keys, bela.Id), ("do", "undo"), ("undo", undo)), StringComparison.Ordinal);
        Assert.Equal("", await site.FollowsAsync());
    }

    [Fact]
    public async Task A_topic_named_by_a_hostile_hand_stays_text()
    {
        var name = "<script>alert(1)</script>{{ 1 + 1 }}\u202E" + new string('x', 10_000);
        await site.World.Db.WriteAsync(tx => tx.ExecuteAsync("update topics set name = @name where id = @id", new { name, id = site.World.Water }));
        foreach (var html in new[] { await site.GetAsync(path), await SaveAsync(), await site.GetAsync(await site.LeavePathAsync()) })
        {
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\u202E', html);
            Assert.Contains("{{ 1 + 1 }}", html, StringComparison.Ordinal);
            Assert.True(html.Length < 60_000);
        }
    }

    [Fact]
    public async Task A_large_body_is_refused()
    {
        using var reply = await site.Client.PostAsync(path, new FormUrlEncodedContent([new("do", new string('x', 70_000))]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("ar")]
    public void Every_state_of_both_pages_can_be_said(string language)
    {
        var templates = new Templates(Repository.Path("templates"));
        foreach (var state in new[] { "show", "erase", "erased", "gone", "bad" })
        {
            Assert.DoesNotContain("{0}", templates.RenderHtml("pages/manage", new ManagePage(state, language) { Said = ["x"], Paused = "x", Blocked = true, Refused = true }), StringComparison.Ordinal);
        }

        foreach (var state in new[] { "ask", "done", "topics", "all", "undone", "late", "bad" })
        {
            Assert.DoesNotContain("{0}", templates.RenderHtml("pages/unsubscribe", new LeavePage(state, language) { Never = true, Kept = "x", Undo = "x" }), StringComparison.Ordinal);
        }
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Ticks exactly these.</summary>
    private Task<string> SaveAsync(params (long Topic, string Plan)[] ticks) => site.PressAsync(
        path,
        [
            ("do", "topics"), ("shown", Id(site.World.Water)), ("shown", Id(site.World.Law)),
            .. ticks.SelectMany(tick => new[] { ("topic", Id(tick.Topic)), ($"plan-{tick.Topic}", tick.Plan) }),
        ]);

    private async Task<string> DumpAsync() => string.Join('\n', await site.World.Db.ReadAsync(tx => tx.QueryAsync<string>(
        "select 's' || id || plan || coalesce(ended_at, 0) || consent from subscriptions union all select 'u' || id from reader_undos union all select 'd' || id || state from deliveries")));
}
