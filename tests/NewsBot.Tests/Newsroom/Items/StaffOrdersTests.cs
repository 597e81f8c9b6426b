using System.Globalization;
using CsCheck;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Items;

public sealed class StaffOrdersTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    // Whatever staff order while the source changes, goes and comes back: what may not be shown is owed to nobody.
    [Fact]
    public Task What_is_not_public_is_owed_to_nobody_and_no_address_is_owed_it_twice() => Gen.Int[0, 11].Array[1, 30].SampleAsync(
        async steps =>
        {
            await using var world = await NewsWorld.CreateAsync();
            var id = (await world.PublishAsync()).Id;
            var version = 1;
            foreach (var step in steps)
            {
                await StepAsync(world, id, step, version++);
                var item = await world.ItemAsync();
                var places = await world.Db.ReadAsync(tx => Place.OfItemAsync(tx, id));
                Assert.Equal(places.Count, places.Select(place => place.Address).Distinct().Count());
                if (item.State != ItemState.Public)
                {
                    Assert.All(places, place => Assert.True(place.Wanted == Wanted.Absent || place.State == DeliveryState.Cancelled, $"{item.State}, but {place}"));
                }

                var view = (await world.Db.ReadAsync(tx => ShowItem.RunAsync(tx, id)))!;
                Assert.Equal(view.Orders.RetractedAt is not null ? ItemState.Withdrawn : item.GoneAt is not null ? ItemState.Withdrawn : view.Orders.HeldAt is not null ? ItemState.Held : item.State, item.State);
                Assert.Equal(view.Orders.Title ?? "Harbour patrols begin", item.Title);
            }
        },
        iter: 40,
        threads: 1);

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_order_that_comes_while_the_source_is_read_is_not_lost(string dialect)
    {
        await using var world = await NewsWorld.CreateAsync(dialect);
        var item = await world.PublishAsync();
        for (var n = 2; n < 22; n++)
        {
            var (title, version) = ($"Staff {n}", n.ToString(CultureInfo.InvariantCulture));
            await Task.WhenAll(
                world.ReadAsync(Some.Record("a", version: version, topics: "water")),
                world.DoAsync(tx => CorrectItem.RunAsync(tx, item.Id, new(title))));
            var after = await world.ItemAsync();
            Assert.Equal((title, $"Summary {version}"), (after.Title, after.Summary));
        }
    }

    private static Task StepAsync(NewsWorld world, long id, int step, int version) => step switch
    {
        0 => world.ReadAsync(Some.Record("a", version: $"{version}", topics: "water")),
        1 => world.ReadAsync(Some.Record("a", version: $"{version}", topics: ["water", "crime"])),
        2 => world.ReadAsync(Some.Record("b", "Another", version: $"{version}")),
        3 => world.DoAsync(tx => CorrectItem.RunAsync(tx, id, new($"Staff {version}", Correction: version % 2 == 0 ? "It was Tuesday." : ""))),
        4 => world.DoAsync(tx => HoldItem.RunAsync(tx, id)),
        5 => world.DoAsync(tx => ReleaseItem.RunAsync(tx, id)),
        6 => world.DoAsync(tx => RetractItem.RunAsync(tx, id, "Why")),
        7 => world.DoAsync(tx => ScheduleItem.RunAsync(tx, id, tx.Now.AddMinutes(1))),
        8 => world.Db.WriteAsync(tx => PostItem.RunAsync(tx, id, new() { Delay = TimeSpan.FromSeconds(60 * (version % 2)) })),
        9 => world.Db.WriteAsync(tx => UndoPost.RunAsync(tx, id)),
        10 => LaterAsync(world),
        _ => world.SendAsync(),
    };

    private static Task<int> LaterAsync(NewsWorld world)
    {
        world.Store.Time.Advance(TimeSpan.FromMinutes(2));
        return PublishDue.PublishAsync(world.Db, CancellationToken.None);
    }
}
