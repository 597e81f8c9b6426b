using NewsBot.Digest.Editions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

public sealed class LateEditionTests
{
    private static readonly DigestPlan Asking = DigestWorld.Weekly with { Late = LateRule.Ask };

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory]
    [InlineData(LateRule.Merge, 24, true)]
    [InlineData(LateRule.Merge, 25, false)]
    [InlineData(LateRule.Ask, 24, true)]
    [InlineData(LateRule.Ask, 25, false)]
    [InlineData(LateRule.Send, 100, true)]
    public async Task An_edition_is_opened_late_only_as_the_plan_says(LateRule late, int hours, bool opened)
    {
        await using var world = await LateAsync("sqlite", hours);
        Assert.Equal(opened, await world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, DigestWorld.Weekly with { Late = late })) is not null);
    }

    [Fact]
    public async Task What_came_too_late_is_in_the_next_edition()
    {
        await using var world = await LateAsync("sqlite", 50);
        Assert.Null(await world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, DigestWorld.Weekly)));
        Assert.Equal(DueState.Merged, (await world.Db.ReadAsync(tx => DigestStatus.RunAsync(tx, DigestWorld.Weekly))).Late?.State);
        var opening = (await world.OpenNextAsync())!;
        Assert.Equal((TimeSpan.FromDays(14), 1), (opening.Edition.EndsAt - opening.Edition.StartsAt, opening.Edition.ItemCount));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Staff_are_asked_once_and_send_it(string dialect)
    {
        await using var world = await LateAsync(dialect, 30);
        Assert.Null(await OpenAsync(world));
        Assert.Null(await OpenAsync(world));
        Assert.Equal("late/weekly", Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync)).Key);
        var (waited, opening) = await world.Db.WriteAsync(tx => AnswerLate.RunAsync(tx, Asking, send: true));
        Assert.True(waited);
        Assert.Equal((Period.LatestEnd(Asking, world.Store.Time.GetUtcNow()), 1), (opening!.Edition.EndsAt, opening.Readers));
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.False((await world.Db.WriteAsync(tx => AnswerLate.RunAsync(tx, Asking, send: true))).Waited);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Staff_leave_it_to_the_next_and_are_not_asked_again(string dialect)
    {
        await using var world = await LateAsync(dialect, 30);
        Assert.Null(await OpenAsync(world));
        Assert.Equal((true, null), await world.Db.WriteAsync(tx => AnswerLate.RunAsync(tx, Asking, send: false)));
        Assert.Null(await OpenAsync(world));
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.Equal(1, (await world.OpenNextAsync())!.Edition.ItemCount);
    }

    [Fact]
    public async Task Without_an_answer_the_next_edition_takes_all()
    {
        await using var world = await LateAsync("sqlite", 30);
        Assert.Null(await OpenAsync(world));
        world.Store.Time.Advance(TimeSpan.FromDays(6));
        Assert.Equal(1, (await OpenAsync(world))!.Edition.ItemCount);
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
    }

    [Fact]
    public async Task Nobody_is_asked_about_an_edition_without_items()
    {
        await using var world = await DigestWorld.CreateAsync();
        world.Store.Time.SetUtcNow(Period.NextEnd(Asking, world.Store.Time.GetUtcNow()).AddHours(30));
        Assert.Equal(EditionState.Empty, (await OpenAsync(world))!.Edition.State);
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
    }

    private static Task<Opening?> OpenAsync(DigestWorld world) => world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, Asking));

    private static async Task<DigestWorld> LateAsync(string dialect, int hours)
    {
        var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync("anna@example.org", "water");
        await world.PublishAsync("News", world.Water);
        world.Store.Time.SetUtcNow(Period.NextEnd(DigestWorld.Weekly, world.Store.Time.GetUtcNow()).AddHours(hours));
        return world;
    }
}
