using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

public sealed class CorrectItemTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task Texts_of_staff_stand_until_the_source_changes_the_same_text(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        await world.SendAsync();

        var done = await world.DoneAsync(tx => CorrectItem.RunAsync(tx, item.Id, new(Title: "Staff title", Summary: "Staff summary", Correction: "It was Tuesday.")));
        Assert.Equal(("Staff title", "Staff summary", "It was Tuesday.", 2), (done.Item.Title, done.Item.Summary, done.Item.Correction, done.Item.Revision));
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());

        // The body changed: title and summary are the source's old ones, so staff's stand.
        await world.ReadAsync(Some.Record("a", topics: "water") with { Body = "More", ContentHash = "more" });
        var read = await world.ItemAsync();
        Assert.Equal(("Staff title", "Staff summary", "It was Tuesday.", "More"), (read.Title, read.Summary, read.Correction, read.Body));

        await world.ReadAsync(Some.Record("a", title: "New at the source", topics: "water"));
        read = await world.ItemAsync();
        Assert.Equal(("New at the source", "Staff summary", "It was Tuesday."), (read.Title, read.Summary, read.Correction));

        // And staff's title does not come back with the source's old one.
        await world.ReadAsync(Some.Record("a", topics: "water") with { Correction = "It was Wednesday.", ContentHash = "again" });
        read = await world.ItemAsync();
        Assert.Equal(("Harbour patrols begin", "Staff summary", "It was Wednesday."), (read.Title, read.Summary, read.Correction));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_same_correction_twice_is_one_and_what_was_taken_away_is_the_sources_again(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        var edit = new ItemEdit(Title: "Staff title", Summary: "");
        Assert.Null((await world.DoneAsync(tx => CorrectItem.RunAsync(tx, item.Id, edit))).Item.Summary);
        var already = Assert.IsType<ItemResult.Already>(await world.DoAsync(tx => CorrectItem.RunAsync(tx, item.Id, edit)));
        Assert.Equal(2, already.Item.Revision);

        var back = await world.DoneAsync(tx => CorrectItem.RunAsync(tx, item.Id, new(Title: item.Title, Summary: item.Summary)));
        Assert.Equal((item.Title, item.Summary), (back.Item.Title, back.Item.Summary));
        Assert.Equal(0L, await world.Db.ReadAsync(tx => tx.FirstAsync<long>("select count(*) from item_orders")));
    }

    [Fact]
    public async Task A_plain_edit_is_no_correction_and_a_correction_is_one()
    {
        await using var world = await NewsWorld.CreateAsync();
        var item = await world.PublishAsync();
        await world.DoneAsync(tx => CorrectItem.RunAsync(tx, item.Id, new(Title: "Better")));
        await world.DoneAsync(tx => CorrectItem.RunAsync(tx, item.Id, new(Correction: "It was Tuesday.")));
        var view = (await world.Db.ReadAsync(tx => ShowItem.RunAsync(tx, item.Id)))!;
        Assert.Equal([(3, "correction", "It was Tuesday."), (2, "title", null), (1, "new", null)], view.Revisions.Select(revision => (revision.Revision, revision.Changed, revision.Correction)));
    }

    [Fact]
    public async Task What_is_withdrawn_or_missing_is_not_corrected()
    {
        await using var world = await NewsWorld.CreateAsync();
        var item = await world.PublishAsync();
        await world.DoneAsync(tx => RetractItem.RunAsync(tx, item.Id, null));
        Assert.Equal(Obstacle.Withdrawn, Assert.IsType<ItemResult.Refused>(await world.DoAsync(tx => CorrectItem.RunAsync(tx, item.Id, new("New")))).Why);
        Assert.IsType<ItemResult.Missing>(await world.DoAsync(tx => CorrectItem.RunAsync(tx, 999, new("New"))));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_cut_between_characters()
    {
        await using var world = await NewsWorld.CreateAsync();
        var item = await world.PublishAsync();
        var title = new string('x', CorrectItem.LongestTitle - 1) + "😀";
        var done = await world.DoneAsync(tx => CorrectItem.RunAsync(tx, item.Id, new(Title: title)));
        Assert.Equal(title[..^2], done.Item.Title);
    }
}
