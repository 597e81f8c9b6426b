using NewsBot.Bot.Commands;
using NewsBot.Digest.Editions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Digest;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

public sealed class LateDigestTests : IAsyncLifetime
{
    private static readonly DigestPlan Plan = DigestWorld.Weekly with { Late = LateRule.Ask };
    private CommandWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await CommandWorld.CreateAsync(tools => tools with { Plans = [Plan] });
        await OpenAsync();
        world.Store.Time.Advance(TimeSpan.FromHours(1));
        await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        world.Store.Time.SetUtcNow(Period.NextEnd(Plan, world.Store.Time.GetUtcNow()).AddDays(2));
        await OpenAsync();
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("Send now", "is on its way", EditionState.Open)]
    [InlineData("With the next one", "next edition", EditionState.Baseline)]
    public async Task A_late_digest_is_one_alert_with_two_answers(string choice, string said, EditionState last)
    {
        Assert.Contains("the desk asks", (await world.RunAsync("digest status")).Content, StringComparison.Ordinal);
        var incident = Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.Contains("is late and waits for an answer", DeskAlert.Of(incident).Content, StringComparison.Ordinal);

        var question = await world.PressAsync(CommandWorld.Button(DeskAlert.Of(incident), "Decide"));
        Assert.Contains("Harbour patrols begin", question.Content, StringComparison.Ordinal);
        Assert.Contains(said, (await world.PressAsync(CommandWorld.Button(question, choice))).Content, StringComparison.Ordinal);

        await OpenAsync();
        Assert.Equal(last, (await world.Db.ReadAsync(tx => EditionTable.LastAsync(tx, Plan.Name)))?.State);
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.Contains("Somebody has answered", (await world.PressAsync(CommandWorld.Button(question, choice))).Content, StringComparison.Ordinal);
    }

    private Task<Opening?> OpenAsync() => world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, Plan));
}
