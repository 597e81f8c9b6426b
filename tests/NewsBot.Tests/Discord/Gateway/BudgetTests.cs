using System.Net;
using NewsBot.Discord.Gateway;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>What may be sent, and what may be seen.</summary>
public sealed class BudgetTests
{
    [Fact]
    public async Task An_empty_identify_budget_sends_no_identify_until_it_is_free()
    {
        var answers = new Queue<TimeSpan>([TimeSpan.FromMinutes(20), TimeSpan.Zero]);
        await using var rig = await ShardRig.StartAsync(_ => Task.FromResult(answers.Dequeue()));
        var refused = await rig.Gateway.ConnectionAsync();
        await refused.HelloAsync();
        Assert.Equal(1000, await refused.ExpectCloseAndAnswerAsync());
        Assert.Equal(0, rig.Shard.Status.Identifies);
        var wait = await rig.WaitAsync(1200, 1201);
        Assert.Equal(GatewayPhase.Waiting, rig.Shard.Status.Phase);
        Assert.Contains("20 min", rig.Shard.Status.Reason, StringComparison.Ordinal);
        rig.Clock.Advance(wait);
        await rig.IdentifiedAsync();
        Assert.Equal(1, rig.Shard.Status.Identifies);
    }

    [Fact]
    public async Task An_identify_that_cannot_be_written_down_is_not_sent()
    {
        var calls = 0;
        await using var rig = await ShardRig.StartAsync(_ => calls++ == 0 ? throw new IOException("the disk is full of secrets") : Task.FromResult(TimeSpan.Zero));
        var refused = await rig.Gateway.ConnectionAsync();
        await refused.HelloAsync();
        Assert.Equal(1000, await refused.ExpectCloseAndAnswerAsync());
        await rig.PassAsync(30, 31);
        await rig.IdentifiedAsync();
        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("secrets", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_identifies_are_5_seconds_apart()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        await connection.SendAsync("""{"op":9,"d":false}""");
        Assert.Equal(4000, await connection.ExpectCloseAndAnswerAsync());
        var wait = await rig.WaitAsync(1, 5);
        rig.Clock.Advance(wait);
        var early = await rig.Gateway.ConnectionAsync();
        await early.HelloAsync();
        Assert.Equal(1000, await early.ExpectCloseAndAnswerAsync());
        await rig.PassAsync(1, 5);
        await rig.IdentifiedAsync();
        Assert.Equal(2, rig.Shard.Status.Identifies);
    }

    [Fact]
    public async Task Below_50_session_starts_it_does_not_connect_and_says_so()
    {
        await using var rig = await ShardRig.StartAsync(set: gateway => gateway.Remaining = 49);
        var wait = await rig.WaitAsync(7200, 7201);
        Assert.False(rig.Gateway.HasConnection);
        Assert.Contains("Only 49 session starts are left", rig.Shard.Status.Reason, StringComparison.Ordinal);
        rig.Gateway.Remaining = 1000;
        rig.Clock.Advance(wait);
        await rig.IdentifiedAsync();
    }

    [Fact]
    public async Task While_the_look_up_fails_it_asks_again_later_and_later()
    {
        await using var rig = await ShardRig.StartAsync(set: gateway => gateway.Status = HttpStatusCode.BadGateway);
        await rig.PassAsync(1, 2);
        await rig.PassAsync(1, 2);
        await rig.PassAsync(2, 4);
        for (var i = 0; i < 4; i++)
            await rig.Gateway.LookUpAsync();
        rig.Gateway.Status = HttpStatusCode.OK;
        await rig.PassAsync(4, 8);
        await rig.IdentifiedAsync();
    }

    [Fact]
    public async Task The_token_goes_to_no_address_without_TLS()
    {
        await using var rig = await ShardRig.StartAsync(set: gateway => gateway.Url = "ws://gateway.discord.test/");
        await rig.WaitAsync(1, 2);
        Assert.Contains("not wss://", rig.Shard.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_and_what_people_write_stand_in_no_log_status_or_event()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        await connection.EventAsync("INTERACTION_CREATE", 2, """{"token":"interaction-token","data":{"name":"words of a person"}}""");
        List<string> shown = [$"{await rig.EventAsync()}"];
        await connection.SendAsync($$"""{"op":0,"t":"{{ShardRig.Token}}","s":"no number"}""");
        await connection.ExpectCloseAndAnswerAsync();
        await (await rig.ResumingAsync(2)).CloseAsync(4004);
        await rig.Running;
        shown.Add($"{rig.Shard.Status}");
        shown.AddRange(rig.Log.Lines);
        Assert.NotEmpty(rig.Log.Lines);
        Assert.All(shown, line =>
        {
            Assert.DoesNotContain(ShardRig.Token, line, StringComparison.Ordinal);
            Assert.DoesNotContain("interaction-token", line, StringComparison.Ordinal);
            Assert.DoesNotContain("words of a person", line, StringComparison.Ordinal);
            Assert.DoesNotContain("the-session", line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Of_120_messages_a_minute_the_last_five_are_for_heartbeats()
    {
        var clock = new ShardClock();
        var budget = new SendBudget(clock);
        Assert.Equal(115, Enumerable.Range(0, 200).Count(_ => budget.TryTake(heartbeat: false)));
        Assert.Equal(5, Enumerable.Range(0, 200).Count(_ => budget.TryTake(heartbeat: true)));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(budget.TryTake(heartbeat: true));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(budget.TryTake(heartbeat: false));
    }

    [Fact]
    public async Task A_flood_of_requests_to_beat_is_not_answered_past_the_limit()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        for (var i = 0; i < 300; i++)
            await connection.SendAsync("""{"op":1,"d":null}""");
        for (var i = 1; i < SendBudget.Most; i++) // the identify was the first
            await connection.ExpectAsync(1);
        await connection.SendAsync("""{"op":7,"d":null}""");
        Assert.Equal(4000, await connection.ExpectCloseAndAnswerAsync());
    }

    [Fact]
    public void A_full_queue_drops_the_newest_events_by_number_and_by_size_but_keeps_interactions()
    {
        var queue = new EventQueue();
        var (small, interaction) = (new GatewayEvent("A", default), new GatewayEvent(GatewayEvent.InteractionCreate, default));
        Assert.True(queue.TryAdd(small, (int)EventQueue.MostBytes));
        Assert.False(queue.TryAdd(small, 1));
        Assert.Equal(EventQueue.MostEvents - 1, Enumerable.Range(0, 2 * EventQueue.MostEvents).Count(_ => queue.TryAdd(small, 0)));
        Assert.Equal(EventQueue.MostInteractions, Enumerable.Range(0, EventQueue.MostInteractions + 5).Count(_ => queue.TryAdd(interaction, 1000)));
        Assert.Equal(1 + EventQueue.MostEvents + 1 + 5, queue.Dropped);
    }

    [Fact]
    public async Task What_was_taken_from_the_queue_makes_room()
    {
        var queue = new EventQueue();
        for (var round = 0; round < 3; round++)
        {
            Assert.True(queue.TryAdd(new GatewayEvent("A", default), (int)EventQueue.MostBytes));
            await foreach (var _ in queue.TakeAllAsync(TestContext.Current.CancellationToken))
                break;
        }
        Assert.Equal(0, queue.Dropped);
    }
}
