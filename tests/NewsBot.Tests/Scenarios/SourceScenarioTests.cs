using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;
using Record = NewsBot.Newsroom.Items.Record;

namespace NewsBot.Tests.Scenarios;

/// <summary>What befalls sources in life: nothing lost, nothing twice, nothing wrong, and the others not delayed.</summary>
public sealed class SourceScenarioTests
{
    private static readonly Record[] Archive = [.. Enumerable.Range(0, 20).Select(n => Story($"old-{n}"))];

    /// <summary>Each trouble, at the start of the watch and in its middle, on both databases.</summary>
    public static TheoryData<string, string, bool> Troubles
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var dialect in new[] { "sqlite", "postgres" })
            {
                foreach (var trouble in new[] { "500", "hanging", "malformed", "empty" })
                {
                    data.Add(dialect, trouble, true);
                    data.Add(dialect, trouble, false);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Troubles))]
    public async Task A_feed_in_trouble_posts_nothing_old_loses_nothing_new_and_delays_nobody(string dialect, string trouble, bool atStart)
    {
        await using var world = await SourceWorld.CreateAsync(dialect);
        var other = new HandSource { Name = "other" };
        await world.ReadAsync(other);
        var feed = new HandSource { Complete = false, Records = Archive };
        if (!atStart)
        {
            await world.ReadAsync(feed);
        }

        for (var round = 0; round < 3; round++)
        {
            world.Store.Time.Advance(TimeSpan.FromMinutes(10));
            await TroubleAsync(world, feed, trouble, async () =>
            {
                other.Records = [.. other.Records, Story($"other-{round}")];
                await world.ReadAsync(other);
            });
            if (round == 1)
            {
                world.Restart();
            }
        }

        world.Store.Time.Advance(TimeSpan.FromHours(2));
        feed.Records = Archive;
        await world.ReadAsync(feed);
        feed.Records = [Story("new"), .. Archive[..15]];
        world.Store.Time.Advance(TimeSpan.FromHours(2));
        await world.ReadAsync(feed);
        await world.ReadAsync(feed);
        Assert.Equal(["new 1", "other-0 1", "other-1 1", "other-2 1"], await world.MadeAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Twenty_items_at_once_wait_for_staff_and_the_next_one_does_not(string dialect)
    {
        await using var world = await SourceWorld.CreateAsync(dialect);
        var source = new HandSource();
        await world.ReadAsync(source);
        source.Records = [.. Enumerable.Range(0, 20).Select(n => Story($"flood-{n:00}"))];
        await world.ReadAsync(source);
        world.Restart();
        source.Records = [.. source.Records, Story("calm")];
        await world.ReadAsync(source);
        Assert.Equal(["calm 1"], await world.MadeAsync());
        await world.Store.Db.WriteAsync(tx => HeldPosts.ReleaseAsync(tx, "hand"));
        await world.SendAsync();
        Assert.Equal(["calm 1", .. Enumerable.Range(0, 20).Select(n => $"flood-{n:00} 1")], await world.MadeAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_clock_that_jumps_a_day_to_and_fro_loses_nothing_and_repeats_nothing(string dialect)
    {
        await using var world = await SourceWorld.CreateAsync(dialect);
        var source = new HandSource { Records = Archive[..3] };
        await world.ReadAsync(source);
        var step = 0;
        foreach (var days in new[] { -1, 1, 1, -2, 3, -1 })
        {
            world.Store.Time.AdjustTime(world.Store.Time.GetUtcNow().AddDays(days).AddMinutes(1));
            if (step % 2 == 0)
            {
                world.Restart();
            }

            source.Records = [.. source.Records, Story($"step-{step++}")];
            await world.ReadAsync(source);
            await world.ReadAsync(source);
        }

        Assert.Equal(Enumerable.Range(0, step).Select(n => $"step-{n} 1"), await world.MadeAsync());
        Assert.All(await world.Store.Db.ReadAsync(tx => DeliveryList.NewestAsync(tx, "discord", null, 100)), row => Assert.Equal(DeliveryState.Sent, row.State));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_source_of_an_older_day_and_its_return_make_no_post(string dialect)
    {
        await using var world = await SourceWorld.CreateAsync(dialect);
        var source = new HandSource { Complete = false, Records = Archive };
        await world.ReadAsync(source);
        source.Records = [Story("one"), Story("two"), .. Archive[..18]];
        await world.ReadAsync(source);
        source.Records = [.. Archive.Select(record => record with { PublishedAt = record.PublishedAt!.Value.AddYears(-1), ContentHash = "moved " + record.ContentHash })];
        await world.ReadAsync(source);
        world.Restart();
        source.Records = [Story("one"), Story("two"), .. Archive[..18]];
        await world.ReadAsync(source);
        Assert.Equal(["one 1", "two 1"], await world.MadeAsync());
    }

    private static async Task TroubleAsync(SourceWorld world, HandSource feed, string trouble, Func<Task> meanwhile)
    {
        (feed.Records, feed.Refusals, feed.Failure, feed.Hangs) = ([], [], null, false);
        switch (trouble)
        {
            case "500":
                feed.Failure = new SourceException("the server answers 500");
                await world.ReadAsync(feed);
                await meanwhile();
                break;
            case "hanging":
                feed.Hangs = true;
                using (var stop = new CancellationTokenSource())
                {
                    var reading = world.ReadAsync(feed, stop.Token);
                    await meanwhile();
                    Assert.False(reading.IsCompleted);
                    await stop.CancelAsync();
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
                }

                break;
            case "malformed":
                feed.Refusals = [new Refusal(null, "entry 1", "neither a title nor a link"), new Refusal("old-3", "entry 2", "no title")];
                await world.ReadAsync(feed);
                await meanwhile();
                break;
            default:
                await world.ReadAsync(feed);
                await meanwhile();
                break;
        }

        (feed.Refusals, feed.Failure, feed.Hangs) = ([], null, false);
    }

    private static Record Story(string id) => Some.Record(id, id, topics: "water");
}
