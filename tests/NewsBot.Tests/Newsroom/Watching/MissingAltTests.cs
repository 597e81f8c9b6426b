using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Discord.Gateway;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Watching;

public sealed class MissingAltTests
{
    private const string Warning = "alternative text";

    private static readonly Picture Silent = new("https://news.example.org/boat.jpg", null, null);

    [Fact]
    public async Task A_picture_without_alternative_text_is_complained_about_once_whatever_its_source()
    {
        await using var store = await TestStore.CreateAsync("sqlite");
        var log = new LogLines();
        var source = new HandSource { Records = [Some.Record("silent") with { Image = Silent }, Some.Record("described") with { Image = Silent with { Alt = "A boat" } }, Some.Record("bare")] };
        var watcher = new Watcher(store.Db, source, new SourceOptions(), "test", store.Time, log);

        await watcher.RunOnceAsync(TestContext.Current.CancellationToken);
        source.Records = [.. source.Records, Some.Record("another")];
        await watcher.RunOnceAsync(TestContext.Current.CancellationToken);

        var line = Assert.Single(log.Lines, line => line.Contains(Warning, StringComparison.Ordinal));
        Assert.Contains("silent", line, StringComparison.Ordinal);
        Assert.Equal(4, (await store.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 10))).Count);
    }

    [Fact]
    public void A_source_that_never_describes_its_pictures_does_not_fill_the_log()
    {
        var page = new ContentPage([.. Enumerable.Range(0, 500).Select(_ => Some.Record() with { Image = Silent })], [], null, Complete: true);

        Assert.InRange(MissingAlt.In(page).Count(), 1, 20);
        Assert.All(MissingAlt.In(page), refusal => Assert.False(refusal.Fatal));
    }

    [Fact]
    public void What_the_source_warns_about_itself_is_not_said_twice()
    {
        var page = new ContentPage([Some.Record("a") with { Image = Silent }], [new Refusal("a", "a:3", "image boat.jpg has no description", Fatal: false)], null, Complete: true);

        Assert.Empty(MissingAlt.In(page));
    }
}
