using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;
using Record = NewsBot.Newsroom.Items.Record;

namespace NewsBot.Tests.Newsroom.Watching;

/// <summary>New means "id not seen"; and an item under a new id is still the item.</summary>
public sealed class IdentityTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_same_link_under_a_new_id_is_the_same_item_and_makes_no_post(string dialect)
    {
        await using var world = await PostedAsync(dialect, Some.Record("a", topics: "water") with { Url = "https://news.example.org/one" });
        var before = await world.ItemAsync("a");

        await world.ReadAsync(Some.Record("new-a", "Another title", topics: "water") with { Url = "https://news.example.org/one", PublishedAt = null });

        var after = await world.ItemAsync("new-a");
        Assert.Equal((before.Id, 2, "Another title"), (after.Id, after.Revision, after.Title));
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
        Assert.All(await world.RowsAsync("item"), row => Assert.NotNull(row.RemoteId));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_same_title_on_the_same_day_under_a_new_id_and_link_is_the_same_item(string dialect)
    {
        await using var world = await PostedAsync(dialect, Dated("a", "Harbour patrols begin", Midnight));
        await world.ReadAsync(Dated("b", "Harbour patrols begin", Midnight.AddHours(23)));
        Assert.Equal(2, (await world.RowsAsync("item")).Count);
        await world.ReadAsync(Dated("c", "Harbour patrols begin", Midnight.AddHours(25)));
        Assert.Equal(4, (await world.RowsAsync("item")).Count);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_id_that_changes_its_case_makes_no_post_whatever_its_link_and_date_are(string dialect)
    {
        await using var world = await PostedAsync(dialect, Some.Record("Story-A", topics: "water") with { PublishedAt = null });
        await world.ReadAsync(Some.Record("story-a", topics: "water") with { PublishedAt = null });
        Assert.Equal(2, (await world.RowsAsync("item")).Count);
    }

    [Fact]
    public async Task Two_items_that_share_a_link_or_a_title_and_are_there_together_are_two()
    {
        await using var world = await PostedAsync("sqlite", Some.Record("a", topics: "water") with { Url = "https://news.example.org/live" });
        await world.ReadAsync(
            Some.Record("a", topics: "water") with { Url = "https://news.example.org/live" },
            Some.Record("b", topics: "water") with { Url = "https://news.example.org/live" });
        Assert.Equal(4, (await world.RowsAsync("item")).Count);
    }

    [Fact]
    public async Task A_link_that_many_items_have_tells_nothing_without_the_title()
    {
        await using var world = await PostedAsync("sqlite", Listed("a", "One"), Listed("b", "Two"));
        await world.ReadAsync(Listed("b", "Two"), Listed("c", "Three"));
        Assert.Equal(6, (await world.RowsAsync("item")).Count);
        await world.ReadAsync(Listed("b", "Two"), Listed("d", "One"));
        Assert.Equal(6, (await world.RowsAsync("item")).Count);

        static Record Listed(string id, string title) => Some.Record(id, title, topics: "water") with { Url = "https://news.example.org/list", PublishedAt = null };
    }

    [Theory]
    [InlineData("https://news.example.org/")]
    [InlineData("https://news.example.org")]
    public async Task A_link_to_the_front_page_is_no_identity(string front)
    {
        await using var world = await PostedAsync("sqlite", Some.Record("a", "One", topics: "water") with { Url = front });
        world.Source.Complete = false;
        await world.ReadAsync(Some.Record("b", "Two", topics: "water") with { Url = front });
        Assert.Equal(4, (await world.RowsAsync("item")).Count);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_id_that_an_item_had_before_makes_no_post_alone_nor_beside_the_new_one(string dialect)
    {
        await using var world = await PostedAsync(dialect, Linked("a"));
        await world.ReadAsync(Linked("b"));
        await world.ReadAsync(Linked("a"));
        await world.ReadAsync(Linked("a"), Linked("b"));
        await world.ReadAsync(Linked("b"));
        Assert.Equal(2, (await world.RowsAsync("item")).Count);
        Assert.Equal(ItemState.Public, (await world.ItemAsync("b")).State);

        static Record Linked(string id) => Some.Record(id, topics: "water") with { Url = "https://news.example.org/one" };
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_site_that_moves_with_all_its_ids_and_links_posts_nothing_again(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, new() { Fuse = 100 });
        await world.ReadAsync([.. Enumerable.Range(0, 40).Select(n => Moved(n, "old"))]);
        await world.SendAsync();
        await world.ReadAsync([.. Enumerable.Range(0, 40).Select(n => Moved(n, "new"))]);
        Assert.Equal(80, (await world.RowsAsync("item")).Count);
        Assert.Empty(await world.RowsAsync("incident"));
        Assert.All(await world.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 100)), item => Assert.Equal(("https://new.example.org", ItemState.Public), (item.Url![..23], item.State)));

        // Every fifth title is the same, two a day.
        static Record Moved(int n, string site) => Some.Record($"{site}-{n}", n % 5 == 0 ? "Notice" : $"Story {n}", topics: "water") with
        {
            Url = $"https://{site}.example.org/{n}",
            PublishedAt = Midnight.AddDays(n / 10),
        };
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(4000)]
    [InlineData(null)]
    public async Task Neither_an_old_nor_a_future_date_nor_none_makes_news_old_or_an_edit_new(int? days)
    {
        await using var world = await NewsWorld.CreateAsync();
        var date = days is { } n ? Some.Monday.AddDays(n) : (DateTimeOffset?)null;
        await world.ReadAsync(Some.Record("a", topics: "water") with { PublishedAt = date });
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
        await world.SendAsync();
        foreach (var moved in new[] { Some.Monday, Some.Monday.AddDays(30), Some.Monday.AddDays(-900), Midnight })
        {
            world.Store.Time.Advance(TimeSpan.FromHours(7));
            await world.ReadAsync(Some.Record("a", version: $"{moved.Ticks}", topics: "water") with { PublishedAt = moved });
        }

        Assert.Equal(2, (await world.RowsAsync("item")).Count);
        Assert.All(await world.RowsAsync("item"), row => Assert.NotNull(row.RemoteId));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_older_copy_of_the_source_edits_posts_back_and_makes_none(string dialect)
    {
        await using var world = await PostedAsync(dialect, Some.Record("a", version: "1", topics: "water"), Some.Record("b", version: "1", topics: "water"));
        Record[] before = [.. world.Source.Records];
        await world.ReadAsync(Some.Record("a", version: "2", topics: "water"), before[1], Some.Record("c", topics: "water"));
        await world.SendAsync();
        await world.ReadAsync(before);
        await world.SendAsync();
        Assert.Equal("Summary 1", (await world.ItemAsync("a")).Summary);
        Assert.Equal(["1 sent present", "2 sent present", "1 sent present", "2 sent present", "1 sent absent", "2 sent absent"], await world.PostsAsync());
        await world.ReadAsync([.. before, Some.Record("c", topics: "water")]);
        Assert.Equal(6, (await world.RowsAsync("item")).Count);
        Assert.Equal(ItemState.Public, (await world.ItemAsync("c")).State);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_source_with_new_ids_at_every_read_keeps_twenty_of_them(string dialect)
    {
        await using var world = await PostedAsync(dialect, Linked(0));
        for (var n = 1; n <= 30; n++)
        {
            world.Store.Time.Advance(TimeSpan.FromMinutes(1));
            await world.ReadAsync(Linked(n));
        }

        Assert.Equal(2, (await world.RowsAsync("item")).Count);
        Assert.Equal(20, await world.Db.ReadAsync(tx => tx.FirstAsync<int>("select count(*) from item_aliases")));

        static Record Linked(int n) => Some.Record($"session-{n}", topics: "water") with { Url = "https://news.example.org/one", ContentHash = "same" };
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_its_source_says_is_withdrawn_is_and_what_only_left_the_page_stays(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        world.Source.Complete = false;
        await world.ReadAsync(Some.Record("a", "One", topics: "water"), Some.Record("b", "Two", topics: "water"));
        await world.SendAsync();
        await world.ReadAsync(Some.Record("c", "Three", topics: "crime"));
        Assert.Equal([ItemState.Public, ItemState.Public], [(await world.ItemAsync("a")).State, (await world.ItemAsync("b")).State]);

        world.Source.Withdrawn = ["a"];
        await world.ReadAsync(Some.Record("d", "Four", topics: "crime"));
        Assert.Equal([ItemState.Withdrawn, ItemState.Public], [(await world.ItemAsync("a")).State, (await world.ItemAsync("b")).State]);

        world.Source.Withdrawn = [];
        await world.ReadAsync(Some.Record("a", "One", topics: "water"));
        Assert.Equal(ItemState.Public, (await world.ItemAsync("a")).State);
        Assert.All((await world.RowsAsync("item")).Take(2), row => Assert.Equal((Wanted.Present, DeliveryState.Pending), (row.Wanted, row.State)));
    }

    private static Record Dated(string id, string title, DateTimeOffset published) => Some.Record(id, title, topics: "water") with { PublishedAt = published };

    private static async Task<NewsWorld> PostedAsync(string dialect, params Record[] records)
    {
        var world = await NewsWorld.CreateAsync(dialect);
        await world.ReadAsync(records);
        await world.SendAsync();
        return world;
    }
}
