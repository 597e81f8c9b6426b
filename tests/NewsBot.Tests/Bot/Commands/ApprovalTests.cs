using NewsBot.Bot.Chat;
using NewsBot.Bot.Commands;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

/// <summary>Posts whose route wants approval, by the buttons of their cards and by command.</summary>
public sealed class ApprovalTests : IAsyncLifetime
{
    private CommandWorld world = null!;

    public async ValueTask InitializeAsync() => world = await CommandWorld.CreateAsync(tools => tools with { Staff = tools.Staff with { TwoForPing = true } });

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task The_card_shows_the_post_and_approving_lets_it_go()
    {
        var item = await WaitingAsync();
        var card = await CardAsync(item);
        Assert.Contains("waits for approval. It would be posted like this: <#", card.Content, StringComparison.Ordinal);
        Assert.DoesNotContain(CommandWorld.Water.ToString(), card.Content, StringComparison.Ordinal);
        Assert.Equal(item.Title, Assert.Single(card.Embeds!).Title);
        Assert.Contains("waits for approval", (await world.RunAsync("why", ("item", $"{item.Id}"))).Content, StringComparison.Ordinal);
        Assert.Contains("approve it", (await world.RunAsync("why", ("item", $"{item.Id}"))).Content, StringComparison.Ordinal);

        Assert.Contains("is approved", await PressAsync(item, "Approve"), StringComparison.Ordinal);
        Assert.Equal([DeliveryState.Pending, DeliveryState.Pending], (await world.PlacesAsync(item)).Select(place => place.State));
        card = await CardAsync(item);
        Assert.Contains($"is released by <@{CommandWorld.Nadia}>", card.Content, StringComparison.Ordinal);
        Assert.Empty(card.Components!);
    }

    [Fact]
    public async Task Nobody_approves_what_they_did_not_see()
    {
        var item = await WaitingAsync();
        var old = CommandWorld.Button(await CardAsync(item), "Approve");
        await world.Db.WriteAsync(tx => CorrectItem.RunAsync(tx, item.Id, new ItemEdit { Title = "Something else" }));
        Assert.Contains("has changed since this card was made", (await world.PressAsync(old)).Content, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Held, await StateAsync(item));
        Assert.Contains("is approved", await PressAsync(item, "Approve"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_stops_what_waits_and_leaves_what_stands()
    {
        var item = await WaitingAsync();
        await world.DeliverAsync();
        Assert.Contains("is not posted there", await PressAsync(item, "Kill"), StringComparison.Ordinal);
        Assert.Equal([DeliveryState.Cancelled, DeliveryState.Sent], (await world.PlacesAsync(item)).Select(place => place.State));
        Assert.Equal(ItemState.Public, (await world.FindAsync(item)).State);
        Assert.Empty((await CardAsync(item)).Components!);
    }

    [Fact]
    public async Task Hold_lets_it_wait()
    {
        var item = await WaitingAsync();
        Assert.Contains("waits on", await PressAsync(item, "Hold"), StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Held, await StateAsync(item));
    }

    [Fact]
    public async Task A_ping_wants_two()
    {
        var item = await WaitingAsync(new RouteSettings(null, CommandWorld.Followers.ToString()));
        Assert.Contains("one more member of staff must agree", await PressAsync(item, "Approve"), StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Held, await StateAsync(item));
        Assert.Contains($"Approved by <@{CommandWorld.Nadia}>", (await CardAsync(item)).Content, StringComparison.Ordinal);
        Assert.Contains("is approved", await PressAsync(item, "Approve", CommandWorld.Ruth), StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Pending, await StateAsync(item));
    }

    [Fact]
    public async Task A_release_by_command_approves_too()
    {
        var item = await WaitingAsync();
        var asked = await world.RunAsync("news release", ("item", $"{item.Id}"));
        Assert.Contains("waits for approval. Approve this?", asked.Content, StringComparison.Ordinal);
        await world.PressAsync(CommandWorld.Button(asked, "Approve it"));
        Assert.Equal(DeliveryState.Pending, await StateAsync(item));
    }

    [Fact]
    public async Task Who_releases_a_held_item_is_not_asked_again()
    {
        await RouteAsync(null);
        var item = await world.ItemAsync(topics: "harbour");
        await world.Db.WriteAsync(tx => HoldItem.RunAsync(tx, item.Id));
        Assert.Contains("is released", await PressAsync(item, "Approve"), StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Pending, await StateAsync(item));
    }

    /// <summary>Public; it waits for approval in one channel, and in another it does not.</summary>
    private async Task<Item> WaitingAsync(RouteSettings? settings = null)
    {
        await RouteAsync(settings);
        await world.RouteAsync("harbour", CommandWorld.Water);
        var item = await world.ItemAsync(topics: "harbour");
        await world.Db.WriteAsync(async tx =>
        {
            var topics = await TopicTable.AllAsync(tx);
            await OweItem.RunAsync(tx, Routing.Route(item, [topics[0].Id], topics, await TopicTable.RoutesAsync(tx), held: false));
            return 0;
        });
        return item;
    }

    private async Task RouteAsync(RouteSettings? settings)
    {
        await world.TopicAsync("harbour");
        await world.Db.WriteAsync(tx => Desk.PutAsync(tx, "discord", "77"));
        await world.Db.WriteAsync(tx => RouteTopic.RunAsync(tx, "harbour", "discord", CommandWorld.News.ToString(), new RouteTerms((settings ?? new()).ToJson(), Approval: true)));
    }

    private async Task<DeliveryState> StateAsync(Item item) => (await world.PlacesAsync(item)).Single(place => place.Address == CommandWorld.News.ToString()).State;

    private async Task<MessageDraft> CardAsync(Item item) => (await world.Db.ReadAsync(tx => DeskCard.OfAsync(tx, item.Id)))!;

    private async Task<string> PressAsync(Item item, string label, Snowflake? person = null) =>
        (await world.PressAsync(CommandWorld.Button(await CardAsync(item), label), person)).Content!;
}
