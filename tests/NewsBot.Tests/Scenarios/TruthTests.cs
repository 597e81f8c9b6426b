using CsCheck;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>Random histories of news, with faults and restarts in between: in the end Discord shows exactly what the store says.</summary>
[Collection(nameof(Alone))]
public sealed class TruthTests
{
    /// <summary>Histories; each takes some tenths of a second.</summary>
    private const int Histories = 80;

    private const int LongestHistory = 40;

    private static readonly Gen<Act> Acts = Gen.Select(
        Gen.Frequency(
            (4, Gen.Const(ActKind.Publish)),
            (4, Gen.Const(ActKind.Edit)),
            (3, Gen.Const(ActKind.Correct)),
            (4, Gen.Const(ActKind.Withdraw)),
            (3, Gen.Const(ActKind.Republish)),
            (2, Gen.Const(ActKind.Move)),
            (3, Gen.Const(ActKind.ModeratorDeletes)),
            (1, Gen.Const(ActKind.Archive)),
            (5, Gen.Const(ActKind.Send)),
            (5, Gen.Const(ActKind.Crash)),
            (1, Gen.Const(ActKind.Restart)),
            (3, Gen.Const(ActKind.Fault)),
            (3, Gen.Const(ActKind.Wait))),
        Gen.Int[0, 1000],
        (kind, number) => new Act(kind, number));

    [Fact(Timeout = 300_000)]
    public Task After_any_history_Discord_shows_what_the_store_says() => Acts.List[1, LongestHistory].SampleAsync(
        async history =>
        {
            await using var world = await TruthWorld.CreateAsync();
            foreach (var act in history)
            {
                await world.DoAsync(act);
            }

            await world.SettleAsync();
            await world.AssertTrueAsync();
        },
        iter: Histories,
        threads: 1);

    [Fact(Timeout = 60_000)]
    public async Task A_history_with_every_act_ends_true()
    {
        await using var world = await TruthWorld.CreateAsync();
        for (var round = 0; round < 3; round++)
        {
            foreach (var kind in Enum.GetValues<ActKind>())
            {
                await world.DoAsync(new Act(kind, round + 1));
                await world.DoAsync(new Act(ActKind.Send, 0));
            }
        }

        await world.SettleAsync();
        await world.AssertTrueAsync();
        Assert.True(world.Stood > 0);
        Assert.True(world.Followed > 0);
        Assert.True(world.Replies > 0);
    }
}
