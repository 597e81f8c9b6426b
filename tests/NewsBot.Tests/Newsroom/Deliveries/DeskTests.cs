using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Deliveries;

public sealed class DeskTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_held_item_has_one_card_which_changes_with_every_order(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        await world.DoneAsync(tx => HoldItem.RunAsync(tx, item.Id));
        await world.DoAsync(tx => HoldItem.RunAsync(tx, item.Id));
        var card = Assert.Single(await world.RowsAsync("desk"));
        Assert.Equal(("77", item.Id, 1), (card.Address, card.CauseId, card.WantedRev));
        await world.SendAsync();

        await world.DoneAsync(tx => CorrectItem.RunAsync(tx, item.Id, new("Better")));
        Assert.Equal((DeliveryState.Pending, 2), await CardAsync());
        await world.SendAsync();
        await world.Db.WriteAsync(tx => PostItem.RunAsync(tx, item.Id, new()));
        Assert.Equal((DeliveryState.Pending, 3), await CardAsync());
        Assert.Equal(card.DedupKey, Assert.Single(await world.RowsAsync("desk")).DedupKey);

        async Task<(DeliveryState, int)> CardAsync()
        {
            var row = Assert.Single(await world.RowsAsync("desk"));
            return (row.State, row.WantedRev);
        }
    }

    [Fact]
    public async Task Without_a_desk_nothing_is_owed_to_it()
    {
        await using var world = await NewsWorld.CreateAsync();
        await world.Db.WriteAsync(tx => Desk.PutAsync(tx, "discord", null));
        var item = await world.PublishAsync();
        await world.DoneAsync(tx => HoldItem.RunAsync(tx, item.Id));
        Assert.Empty(await world.RowsAsync("desk"));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task One_incident_makes_one_alert_that_says_when_it_is_over(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        world.Source.Failure = new IOException("the folder is gone");
        for (var read = 0; read < 5; read++)
        {
            await world.ReadAsync();
        }

        var incident = Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.Equal(("source/hand", "it is failing: the folder is gone"), (incident.Key, incident.Reason));
        await world.SendAsync();
        world.Source.Failure = null;
        await world.ReadAsync();
        Assert.Equal(world.Store.Time.GetUtcNow(), (await world.Db.ReadAsync(tx => Incidents.FindAsync(tx, incident.Id)))!.RecoveredAt);
        Assert.Equal((incident.Id, 2, DeliveryState.Pending), await AlertAsync());

        // It comes back soon: the same alert; later: another.
        await world.Db.WriteAsync(tx => Incidents.RaiseAsync(tx, "source/hand", "again"));
        Assert.Equal((incident.Id, 3, DeliveryState.Pending), await AlertAsync());
        await world.Db.WriteAsync(tx => Incidents.RecoverAsync(tx, "source/hand"));
        world.Store.Time.Advance(Incidents.SameWithin);
        await world.Db.WriteAsync(tx => Incidents.RaiseAsync(tx, "source/hand", "much later"));
        Assert.Equal(2, (await world.RowsAsync("incident")).Count);

        async Task<(long, int, DeliveryState)> AlertAsync()
        {
            var row = Assert.Single(await world.RowsAsync("incident"));
            return (row.CauseId, row.WantedRev, row.State);
        }
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_parked_address_is_an_incident_until_a_person_or_a_post_opens_it(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        await world.PublishAsync();
        var lane = new Lane("discord", 4, (_, _) => throw new NotSupportedException());
        foreach (var row in await world.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, 10, "test")))
        {
            await world.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, row, new SendOutcome.Park("no permission"), 0.5));
        }

        Assert.Equal(["parked/discord/1", "parked/discord/2"], (await world.Db.ReadAsync(Incidents.OpenAsync)).Select(incident => incident.Key).Order(StringComparer.Ordinal));
        Assert.True(await world.Db.WriteAsync(tx => DeliveryList.OpenAsync(tx, "discord", "1")));
        Assert.False(await world.Db.WriteAsync(tx => DeliveryList.OpenAsync(tx, "discord", "1")));
        Assert.Equal("parked/discord/2", Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync)).Key);
        world.Store.Time.Advance(Outbox.ParkedCheck);
        await world.SendAsync();
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_fuse_that_was_answered_by_hand_is_over_within_a_round(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect, new SourceOptions { Fuse = 1 });
        await world.ReadAsync(Some.Record("a", topics: "water"), Some.Record("b", topics: "water"));
        await PublishDue.PublishAsync(world.Db, CancellationToken.None);
        Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync));
        await world.Db.WriteAsync(tx => DeliveryList.ReleaseAsync(tx, id: null));
        await PublishDue.PublishAsync(world.Db, CancellationToken.None);
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
    }

    [Fact]
    public async Task A_fuse_with_nothing_to_post_asks_nobody()
    {
        await using var world = await NewsWorld.CreateAsync(options: new SourceOptions { Fuse = 1 });
        await world.ReadAsync(Some.Record("a"), Some.Record("b"));
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
    }

    [Fact]
    public async Task Each_kind_has_its_sender_and_an_unknown_one_is_given_up()
    {
        await using var world = await NewsWorld.CreateAsync();
        var item = await world.PublishAsync();
        await world.DoneAsync(tx => HoldItem.RunAsync(tx, item.Id));
        var card = Assert.Single(await world.RowsAsync("desk"));
        var senders = new SendByCause(new Dictionary<string, SendDelivery>(StringComparer.Ordinal) { ["desk"] = (row, _) => Task.FromResult<SendOutcome>(new SendOutcome.Sent($"{row.CauseId}")) });
        Assert.Equal(new SendOutcome.Sent($"{item.Id}"), await senders.SendAsync(card, CancellationToken.None));
        Assert.IsType<SendOutcome.GiveUp>(await senders.SendAsync(card with { CauseKind = "poem" }, CancellationToken.None));
    }
}
