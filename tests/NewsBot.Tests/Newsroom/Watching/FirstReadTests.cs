using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Watching;

/// <summary>A source starts at its first read that tells anything: what was there then is stored and never posted.</summary>
public sealed class FirstReadTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_folder_that_is_empty_at_first_posts_its_first_file(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, read: false);
        await world.ReadAsync();
        await world.ReadAsync(Some.Record("a", topics: "water"));
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_feed_that_is_empty_or_fails_or_cannot_be_understood_at_first_posts_nothing_of_what_it_shows_then(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, read: false);
        world.Source.Complete = false;
        await world.ReadAsync();
        world.Source.Failure = new SourceException("the server answers 500");
        await world.ReadAsync();
        world.Source.Failure = null;
        world.Source.Refusals = [new Refusal(null, "entry 1", "it has neither a title nor a link")];
        await world.ReadAsync();
        world.Source.Refusals = [];
        await world.ReadAsync([.. Enumerable.Range(0, 20).Select(n => Some.Record($"old-{n}", $"Old {n}", topics: "water"))]);
        Assert.Empty(await world.PostsAsync());
        Assert.Empty(await world.RowsAsync("incident"));
        await world.ReadAsync([.. world.Source.Records, Some.Record("new", "New", topics: "water")]);
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_could_not_be_read_at_first_is_archive_when_it_can(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, read: false);
        world.Source.Refusals = [new Refusal("b", "b.md:1", "front matter: broken")];
        await world.ReadAsync(Some.Record("a", "One", topics: "water"));
        world.Source.Refusals = [];
        await world.ReadAsync(Some.Record("a", "One", topics: "water"), Some.Record("b", "Two", topics: "water"));
        Assert.Empty(await world.PostsAsync());
        Assert.True((await world.ItemAsync("b")).Archived);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_archive_is_not_posted_for_an_edit_a_topic_or_a_return(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, read: false);
        await world.ReadAsync(Archive("a", "1", "water"), Archive("b", "1", "water"));
        world.Store.Time.Advance(TimeSpan.FromDays(1));
        await world.ReadAsync(Archive("a", "2", "water"), Archive("b", "1", "crime", "water"));
        await world.ReadAsync(Archive("a", "2", "water"));
        await world.ReadAsync(Archive("a", "2", "water"), Archive("b", "1", "crime", "water"));
        Assert.Empty(await world.PostsAsync());
        Assert.Equal(ItemState.Public, (await world.ItemAsync("b")).State);

        // Dated later than the routes are old.
        static NewsBot.Newsroom.Items.Record Archive(string id, string version, params string[] topics) =>
            Some.Record(id, $"Title {id}", version, topics) with { PublishedAt = Some.Monday.AddHours(1) };
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_embargo_of_the_first_read_is_news_at_its_hour(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, read: false);
        await world.ReadAsync(Some.Record("a", topics: "water") with { PublishAt = Some.Monday.AddHours(1) });
        world.Store.Time.Advance(TimeSpan.FromHours(1));
        await PublishDue.PublishAsync(world.Db, CancellationToken.None);
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
    }

    [Fact]
    public async Task Staff_can_post_of_the_archive()
    {
        await using var world = await NewsWorld.CreateAsync(read: false);
        await world.ReadAsync(Some.Record("a", topics: "water"));
        var item = await world.ItemAsync();
        await world.Db.WriteAsync(tx => PostItem.RunAsync(tx, item.Id, new PostOrder()));
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
    }
}
