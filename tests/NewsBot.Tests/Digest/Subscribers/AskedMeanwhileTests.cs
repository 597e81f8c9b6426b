using System.Globalization;
using System.Text.Json;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>What is asked for by the form while a change on the manage page can still be taken back.</summary>
public sealed class AskedMeanwhileTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_undo_leaves_what_waits_for_a_click_waiting(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        var html = await KeepWaterAsync(site);
        var air = await site.World.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "air", "Clean Air"));
        await AskAsync(site, air, "daily");
        await UndoAsync(site, html);
        Assert.Equal("law-enforcement weekly, water weekly", await site.FollowsAsync()); // It is not followed by the undo either.
        var waits = Assert.Single(await WaitingAsync(site));
        Assert.Equal(("air", "daily"), (waits.Slug, waits.Plan));

        await ConfirmAsync(site, waits);
        Assert.Equal("air daily, law-enforcement weekly, water weekly", await site.FollowsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_undo_leaves_what_was_confirmed_meanwhile_as_it_was_confirmed(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        var html = await KeepWaterAsync(site);
        await AskAsync(site, site.World.Law, "daily");
        await ConfirmAsync(site, Assert.Single(await WaitingAsync(site)));
        await UndoAsync(site, html);
        Assert.Equal("law-enforcement daily, water weekly", await site.FollowsAsync());
        Assert.Equal("asked; clicked", await site.ReadAsync<string>("select consent from subscriptions where plan = 'daily'"));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_forgotten_ask_is_not_brought_back_by_an_undo(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        var air = await site.World.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "air", "Clean Air"));
        await AskAsync(site, air, "daily");
        site.World.Store.Time.Advance(OptInTable.Lifetime);
        var html = await KeepWaterAsync(site);
        site.World.Store.Time.Advance(TimeSpan.FromDays(2));
        await site.World.Db.WriteAsync(OptInTable.ForgetAsync);
        await UndoAsync(site, html);
        Assert.Equal(2, await site.ReadAsync<long>("select count(*) from subscriptions"));
        Assert.Empty(await WaitingAsync(site));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_was_only_asked_for_is_not_left_and_is_forgotten_in_its_time(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        var air = await site.World.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "air", "Clean Air"));
        await AskAsync(site, air, "weekly");
        var leave = await site.LeavePathAsync();
        await site.PressAsync(leave);
        await site.PressAsync(leave, ("scope", "all"));
        Assert.Equal("", await site.FollowsAsync());
        Assert.Single(await WaitingAsync(site));
        await site.PressAsync(leave, ("scope", "all")); // A second time is no change.
        Assert.Equal(2, await site.ReadAsync<long>("select count(*) from reader_undos"));

        site.World.Store.Time.Advance(OptInTable.Lifetime + TimeSpan.FromDays(2));
        await site.World.Db.WriteAsync(OptInTable.ForgetAsync);
        Assert.Equal(2, await site.ReadAsync<long>("select count(*) from subscriptions"));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_export_says_what_was_asked_and_erasing_forgets_it(string dialect)
    {
        await using var site = await ReaderSite.StartAsync(dialect);
        var air = await site.World.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "air", "Clean Air"));
        await AskAsync(site, air, "daily");
        using var data = JsonDocument.Parse(await site.PressAsync(site.ManagePath, ("do", "export")));
        var asked = data.RootElement.GetProperty("subscriptions").EnumerateArray().Single(topic => topic.GetProperty("topic").GetString() == "air");
        Assert.Equal(JsonValueKind.Null, asked.GetProperty("confirmed_at").ValueKind);
        Assert.Equal(site.World.Store.Time.GetUtcNow(), asked.GetProperty("asked_at").GetDateTimeOffset());
        Assert.Equal(("daily", "asked"), (asked.GetProperty("asked_digest").GetString(), asked.GetProperty("asked_consent").GetString()));

        await site.PressAsync(site.ManagePath, ("do", "erase-now"));
        foreach (var table in (string[])["subscribers", "subscriptions", "reader_undos", "reader_spans", "reader_items", "reader_misses"])
        {
            Assert.Equal(0, await site.ReadAsync<long>($"select count(*) from {table}"));
        }
    }

    /// <summary>Leaves the other topic. A minute goes by, so that what follows is later.</summary>
    private static async Task<string> KeepWaterAsync(ReaderSite site)
    {
        var (water, law) = (Id(site.World.Water), Id(site.World.Law));
        var html = await site.PressAsync(site.ManagePath, ("do", "topics"), ("shown", water), ("shown", law), ("topic", water), ($"plan-{water}", "weekly"));
        Assert.Equal("water weekly", await site.FollowsAsync());
        site.World.Store.Time.Advance(TimeSpan.FromMinutes(1));
        return html;
    }

    private static Task AskAsync(ReaderSite site, long topic, string plan) =>
        site.World.Db.WriteAsync(tx => AskOptIn.RunAsync(tx, DigestWorld.Keys, new(ReaderSite.Address, topic, plan, "en", null, "asked")));

    private static Task<IReadOnlyList<Asked>> WaitingAsync(ReaderSite site) => site.World.Db.ReadAsync(tx => OptInTable.WaitingAsync(tx, site.Anna.Id));

    private static async Task ConfirmAsync(ReaderSite site, Asked asked) =>
        Assert.True(await site.World.Db.WriteAsync(tx => OptInTable.ConfirmAsync(tx, asked.SubscriptionId, "; clicked")));

    private static async Task UndoAsync(ReaderSite site, string html) => Assert.Contains(
        "Everything is as it was before", await site.PressAsync(site.ManagePath, ("do", "undo"), ("undo", ReaderSite.Undo(html))), StringComparison.Ordinal);

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}
