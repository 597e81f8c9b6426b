using System.Globalization;
using System.Net;
using NewsBot.Digest.Subscribers;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>The three scopes of leaving, undo and erasure, on both stores.</summary>
public sealed class LeaveTests
{
    [Theory, MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task One_topic_is_left_and_the_rest_of_the_digest_stays(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        var path = await site.LeavePathAsync();
        var html = await site.PressAsync(path, ("scope", "topics"), ("topic", Id(site.World.Law)));
        Assert.Contains("no more news about Law Enforcement Partnerships", html, StringComparison.Ordinal);
        Assert.Contains("You still get news about Water Policy", html, StringComparison.Ordinal);
        Assert.Equal("water weekly", await site.FollowsAsync());
        Assert.Equal("pending", await site.DeliveryAsync());
        Assert.Contains("You get news about Law Enforcement Partnerships and Water Policy again", await site.PressAsync(path, ("undo", ReaderSite.Undo(html))), StringComparison.Ordinal);
        Assert.Equal("law-enforcement weekly, water weekly", await site.FollowsAsync());
    }

    [Theory, MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task Everything_ends_every_digest_and_no_import_brings_the_reader_back_but_the_undo_does(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        var path = await site.LeavePathAsync();
        await site.World.Db.WriteAsync(tx => SubscriptionTable.MoveAsync(tx, site.Anna.Id, site.World.Law, "daily"));
        string html = "";
        foreach (var _ in Enumerable.Range(0, 2))
        {
            html = await site.PressAsync(path, ("scope", "all"));
            Assert.Equal("", await site.FollowsAsync());
            Assert.Equal("cancelled", await site.DeliveryAsync());
            Assert.Equal("left", await site.SuppressionAsync());
        }

        await site.World.ReadersAsync(ReaderSite.Address, "water");
        Assert.Equal("", await site.FollowsAsync());
        await site.PressAsync(path, ("undo", ReaderSite.Undo(html)));
        Assert.Equal("law-enforcement daily, water weekly", await site.FollowsAsync());
        Assert.Equal("pending", await site.DeliveryAsync());
        Assert.Null(await site.SuppressionAsync());
    }

    [Theory, MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task Asking_for_silence_outlives_erasure(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        Assert.Contains("We will not write to your address again", await site.PressAsync(await site.LeavePathAsync(), ("scope", "all"), ("never", "yes")), StringComparison.Ordinal);
        await site.PressAsync(site.ManagePath, ("do", "erase-now"));
        Assert.Equal("asked", await site.SuppressionAsync());
        Assert.Null(await site.World.ReadersAsync(ReaderSite.Address, "water"));
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from subscribers"));
    }

    [Theory, MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task Erasure_leaves_nothing_that_names_the_reader(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        var delivery = Assert.Single(await site.World.ClaimAsync());
        await site.World.Db.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync("update deliveries set last_error = '550 anna.bell@example.org unknown'");
            await tx.ExecuteAsync("insert into attempts (delivery_id, attempt, phase, at, reply) values (@Id, 1, 'retry', 1, '451 anna.bell@example.org')", new { delivery.Id });
            await tx.ExecuteAsync("insert into parked (lane, address, reason, since, checked_at) values ('mail', @address, 'x', 1, 1)", new { address = Id(site.Anna.Id) });
        });
        await site.PressAsync(site.ManagePath, ("do", "pause"), ("until", "2026-12-24"));
        await site.PressAsync(site.ManagePath, ("do", "erase-now"));
        foreach (var table in new[] { "subscribers", "subscriptions", "attempts", "parked", "reader_undos", "suppressions" })
        {
            Assert.Equal(0, await site.ReadAsync<long>($"select count(*) from {table}"));
        }

        Assert.Equal("cancelled erased erased/1", await site.ReadAsync<string>("select state || ' ' || address || ' ' || dedup_key from deliveries where last_error is null and claimed_by is null"));
    }

    [Theory, MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task A_reader_who_had_left_is_not_imported_after_erasure(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        await site.PressAsync(await site.LeavePathAsync());
        Assert.Null(await site.SuppressionAsync());
        await site.PressAsync(site.ManagePath, ("do", "erase-now"));
        Assert.Equal("left", await site.SuppressionAsync());
    }

    /// <summary>Whoever adds a table about readers adds it to the erasure.</summary>
    [Fact]
    public async Task Every_table_that_names_a_reader_is_erased()
    {
        await using var store = await TestStore.CreateAsync();
        var tables = await store.Db.ReadAsync(tx => tx.QueryAsync<string>(
            "select distinct m.name from sqlite_master m join pragma_table_info(m.name) c on c.name in ('subscriber_id', 'reader_id') where m.type = 'table' order by m.name"));
        Assert.Contains("subscriptions", tables);
        Assert.All(tables, table => Assert.Contains(Erase.Statements, statement => statement.StartsWith($"delete from {table} ", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task A_bounce_or_complaint_outlives_leaving_coming_back_and_undo(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        await site.World.Db.WriteAsync(tx => SuppressionTable.AddAsync(tx, DigestWorld.Keys, ReaderSite.Address, "complaint", "test"));
        var html = await site.PressAsync(await site.LeavePathAsync(), ("scope", "all"), ("never", "yes"));
        await site.PressAsync(await site.LeavePathAsync(), ("undo", ReaderSite.Undo(html)));
        await site.PressAsync(site.ManagePath, ("do", "topics"), ("shown", Id(site.World.Water)));
        html = await site.PressAsync(site.ManagePath, ("do", "topics"), ("shown", Id(site.World.Water)), ("topic", Id(site.World.Water)));
        Assert.Contains("No mail goes to your address at present", html, StringComparison.Ordinal);
        Assert.Equal("complaint", await site.SuppressionAsync());
    }

    [Theory, MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task A_mailbox_can_end_a_digest_as_one_click_does(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await site.World.Db.WriteAsync(async tx => await Unsubscribe.EndAsync(tx, await tx.FirstAsync<long>("select min(id) from subscriptions"), "mailto"));
            Assert.Equal("", await site.FollowsAsync());
            Assert.Equal("mailto", await site.ReadAsync<string>("select min(ended_by) from subscriptions"));
        }

        await site.World.Db.WriteAsync(tx => Unsubscribe.EndAsync(tx, 999, "mailto"));
    }

    [Fact]
    public async Task One_click_leaves_an_undo_on_the_page_for_a_week()
    {
        await using var site = await ReaderSite.StartAsync();
        var path = await site.LeavePathAsync();
        using var reply = await site.Client.PostAsync(path, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        var html = await site.GetAsync(path);
        Assert.Contains("You are unsubscribed", html, StringComparison.Ordinal);
        Assert.Contains("Everything is as it was", await site.PressAsync(path, ("undo", ReaderSite.Undo(html))), StringComparison.Ordinal);
        Assert.Equal("law-enforcement weekly, water weekly", await site.FollowsAsync());
        site.World.Store.Time.Advance(TimeSpan.FromDays(8));
        Assert.DoesNotContain("name=\"undo\"", await site.GetAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slash_too_many_or_a_host_in_capitals_posts_to_the_same_reader()
    {
        await using var site = await ReaderSite.StartAsync();
        var path = await site.LeavePathAsync() + "/";
        Assert.Contains("Unsubscribe?", await site.GetAsync(path), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]) };
        request.Headers.Host = "NEWS.Example.ORG";
        using var reply = await site.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("", await site.FollowsAsync());
    }

    [Fact]
    public async Task The_page_to_leave_by_gives_no_key_to_the_manage_page()
    {
        await using var site = await ReaderSite.StartAsync();
        var path = await site.LeavePathAsync();
        foreach (var html in new[] { await site.GetAsync(path), await site.PressAsync(path), await site.PressAsync(path, ("scope", "all")) })
        {
            Assert.DoesNotContain("/m/", html, StringComparison.Ordinal);
            Assert.DoesNotContain("href=", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_clicks_at_once_are_one()
    {
        await using var site = await ReaderSite.StartAsync();
        var path = await site.LeavePathAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => site.PressAsync(path)));
        Assert.Equal("", await site.FollowsAsync());
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from reader_undos"));
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}
