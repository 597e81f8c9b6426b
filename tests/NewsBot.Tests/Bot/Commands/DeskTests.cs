using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Bot.Chat;
using NewsBot.Bot.Commands;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

/// <summary>What staff decide on the desk, by the buttons that its cards and alerts really have.</summary>
public sealed class DeskTests : IAsyncLifetime
{
    private CommandWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await CommandWorld.CreateAsync(tools => tools with { Staff = tools.Staff with { TwoForPing = true } });

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task An_edit_changes_the_card_and_leaves_the_item_held()
    {
        var item = await HeldAsync(mention: null);

        var form = await world.PressForFormAsync(CommandWorld.Button(await CardAsync(item), "Edit"));
        await world.SubmitAsync(form, ("title", "Harbour patrols begin on Monday"), ("summary", "Twice a day."), ("correction", ""));

        Assert.Equal("Harbour patrols begin on Monday", Assert.Single((await CardAsync(item)).Embeds!).Title);
        Assert.Equal(ItemState.Held, (await world.FindAsync(item)).State);
    }

    [Fact]
    public async Task Kill_asks_why_and_the_card_says_who_did_it()
    {
        var item = await HeldAsync(mention: null);

        var form = await world.PressForFormAsync(CommandWorld.Button(await CardAsync(item), "Kill"));
        Assert.Equal(ItemState.Held, (await world.FindAsync(item)).State);
        await world.SubmitAsync(form, ("reason", "Not ours"));

        var card = await CardAsync(item);
        Assert.Contains($"is taken back by <@{CommandWorld.Nadia}>", card.Content, StringComparison.Ordinal);
        Assert.Empty(card.Components!);
        Assert.Equal(ItemState.Withdrawn, (await world.FindAsync(item)).State);
    }

    [Fact]
    public async Task Hold_leaves_it_held_and_says_so()
    {
        var item = await HeldAsync(mention: null);

        Assert.NotEmpty((await world.PressAsync(CommandWorld.Button(await CardAsync(item), "Hold"))).Content!);

        Assert.Equal(ItemState.Held, (await world.FindAsync(item)).State);
        Assert.Empty(await world.PlacesAsync(item));
    }

    [Fact]
    public async Task A_card_whose_post_pings_waits_for_a_second_person_and_names_the_first()
    {
        var item = await HeldAsync(CommandWorld.Followers.ToString());
        var approve = CommandWorld.Button(await CardAsync(item), "Approve");

        Assert.Contains("one more member", (await world.PressAsync(approve)).Content, StringComparison.Ordinal);
        Assert.Contains($"Approved by <@{CommandWorld.Nadia}>", (await CardAsync(item)).Content, StringComparison.Ordinal);
        Assert.Equal(ItemState.Held, (await world.FindAsync(item)).State);

        await world.PressAsync(approve, CommandWorld.Ruth);
        Assert.Equal(ItemState.Public, (await world.FindAsync(item)).State);
        Assert.Single(await world.PlacesAsync(item));
    }

    [Theory]
    [InlineData("Post all 3", DeliveryState.Pending)]
    [InlineData("Post as one message", DeliveryState.Cancelled, 1)]
    [InlineData("Mark as seen", DeliveryState.Cancelled)]
    public async Task A_flood_is_one_alert_whose_button_decides_about_all_of_it(string choice, DeliveryState then, int roundUps = 0)
    {
        await world.TopicAsync("harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        var source = new HandSource();
        var watcher = new Watcher(world.Db, source, new SourceOptions { Fuse = 2 }, "test", world.Store.Time, NullLogger.Instance);
        await watcher.RunOnceAsync(Ct);
        source.Records = [.. Enumerable.Range(0, 3).Select(_ => Some.Record(topics: "harbour"))];
        await watcher.RunOnceAsync(Ct);
        var incident = Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync, Ct));

        var question = await world.PressAsync(CommandWorld.Button(DeskAlert.Of(incident), "Decide"));
        await world.PressAsync(CommandWorld.Button(question, choice));

        var rows = await world.Db.ReadAsync(tx => DeliveryList.FindAsync(tx, new DeliveryQuery(Address: CommandWorld.News.ToString())), Ct);
        Assert.Equal([then, then, then], rows.Where(row => row.CauseKind == "item").Select(row => row.State));
        Assert.Equal(roundUps, rows.Count(row => row.CauseKind == "roundup" && row.State == DeliveryState.Pending));
        var over = (await world.Db.ReadAsync(tx => Incidents.FindAsync(tx, incident.Id), Ct))!;
        Assert.Contains("Recovered", DeskAlert.Of(over).Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Take back all 3", ItemState.Withdrawn)]
    [InlineData("Leave them", ItemState.Public)]
    public async Task Many_that_are_gone_at_once_are_one_alert_with_two_answers(string choice, ItemState then)
    {
        await world.TopicAsync("harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        var source = new HandSource { Records = [.. Enumerable.Range(0, 4).Select(_ => Some.Record(topics: "harbour"))] };
        var watcher = new Watcher(world.Db, source, new SourceOptions { Fuse = 2, PostFirst = 10 }, "test", world.Store.Time, NullLogger.Instance);
        await watcher.RunOnceAsync(Ct);
        source.Records = [source.Records[0]];
        await watcher.RunOnceAsync(Ct);
        var incident = Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync, Ct));

        var question = await world.PressAsync(CommandWorld.Button(DeskAlert.Of(incident), "Decide"));
        await world.PressAsync(CommandWorld.Button(question, choice));

        Assert.Equal(3, (await world.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 10), Ct)).Count(item => item.State == then && item.GoneAt is not null));
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync, Ct));
    }

    private async Task<Item> HeldAsync(string? mention)
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await world.RouteAsync("harbour", CommandWorld.News, new RouteSettings(null, mention));
        await world.Db.WriteAsync(tx => HoldItem.RunAsync(tx, item.Id), Ct);
        return item;
    }

    private async Task<MessageDraft> CardAsync(Item item) => (await world.Db.ReadAsync(tx => DeskCard.OfAsync(tx, item.Id), Ct))!;
}
