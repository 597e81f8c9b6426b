using NewsBot.Discord.Gateway;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>Scripts of heartbeats, time-outs and waits.</summary>
public sealed class PulseTests
{
    [Fact]
    public void The_first_beat_comes_at_a_random_moment_of_the_interval_and_the_others_after_it()
    {
        var script = Script.At(GatewayPhase.Ready);
        Assert.Equal((0, 41.25), script.Timers[GatewayTimer.Heartbeat]);
        Assert.Equal("beat 1", script.Fire(GatewayTimer.Heartbeat));
        Assert.Equal((41.25, 41.25), script.Timers[GatewayTimer.Heartbeat]);
    }

    [Fact]
    public void A_beat_without_acknowledgement_ends_the_connection_so_that_the_session_can_go_on()
    {
        var script = Script.At(GatewayPhase.Ready);
        script.Fire(GatewayTimer.Heartbeat);
        Assert.Equal("close 4000 | wait 0-0", script.Fire(GatewayTimer.Heartbeat));
        Assert.EndsWith("resume s1 after 1", script.Reconnect(), StringComparison.Ordinal);
        Assert.Equal("beat 1", script.Fire(GatewayTimer.Heartbeat)); // what the old connection owed is not asked of the new one
    }

    [Fact]
    public void Beats_that_are_acknowledged_go_on_for_ever()
    {
        var script = Script.At(GatewayPhase.Ready);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal("beat 1", script.Fire(GatewayTimer.Heartbeat));
            script.Receive("""{"op":11}""");
        }
    }

    [Fact]
    public void A_beat_that_Discord_asks_for_is_none_of_the_rhythm()
    {
        var script = Script.At(GatewayPhase.Ready);
        Assert.Equal("beat 1", script.Receive("""{"op":1,"d":1}"""));
        Assert.Equal("beat 1", script.Fire(GatewayTimer.Heartbeat)); // not a zombie, although the asked one has no answer yet
    }

    [Theory]
    [InlineData("""{"op":10}""")]
    [InlineData("""{"op":10,"d":null}""")]
    [InlineData("""{"op":10,"d":{}}""")]
    [InlineData("""{"op":10,"d":{"heartbeat_interval":0}}""")]
    [InlineData("""{"op":10,"d":{"heartbeat_interval":-1}}""")]
    [InlineData("""{"op":10,"d":{"heartbeat_interval":1e300}}""")]
    [InlineData("""{"op":10,"d":{"heartbeat_interval":"41250"}}""")]
    public void A_Hello_without_a_usable_interval_is_none(string hello)
    {
        var script = Script.At(GatewayPhase.AwaitingHello);
        Assert.Equal("close 4000 | wait 1-2", script.Receive(hello));
    }

    [Theory]
    [InlineData(GatewayPhase.Connecting, 30, "wait 1-2")]
    [InlineData(GatewayPhase.AwaitingHello, 60, "close 4000 | wait 1-2")]
    [InlineData(GatewayPhase.AwaitingBudget, 30, "close 4000 | wait 1-2")]
    [InlineData(GatewayPhase.Identifying, 30, "close 4000 | wait 1-2")]
    [InlineData(GatewayPhase.Resuming, 30, "close 4000 | wait 1-2")]
    public void Every_wait_has_an_end(GatewayPhase phase, double seconds, string then)
    {
        var script = Script.At(phase);
        Assert.Equal((seconds, seconds), script.Timers[GatewayTimer.Deadline]);
        Assert.Equal(then, script.Fire(GatewayTimer.Deadline));
        Assert.Contains($"within {seconds} s", script.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_waits_double_to_a_minute_and_stay_there()
    {
        var script = Script.At(GatewayPhase.Connecting);
        List<string> waits = [];
        for (var i = 0; i < 8; i++)
        {
            waits.Add(script.Feed(new GatewayInput.ConnectFailed(script.State.Connection, "Refused.")));
            script.Fire(GatewayTimer.Reconnect);
            script.Feed(new GatewayInput.Found(Script.Found, 1000, TimeSpan.Zero));
        }
        Assert.Equal(["wait 1-2", "wait 1-2", "wait 2-4", "wait 4-8", "wait 8-16", "wait 16-32", "wait 30-60", "wait 30-60"], waits);
    }

    [Fact]
    public void Only_a_session_that_has_held_for_a_minute_ends_the_back_off()
    {
        var script = Script.At(GatewayPhase.Ready);
        Assert.Equal((60, 60), script.Timers[GatewayTimer.Quiet]);
        List<string> waits = [script.Close(null)];
        for (var i = 0; i < 3; i++)
        {
            script.Reconnect();
            script.Event("RESUMED", i + 2);
            waits.Add(script.Close(null));
        }
        script.Reconnect();
        script.Event("RESUMED", 9);
        script.Fire(GatewayTimer.Quiet);
        waits.Add(script.Close(null));
        Assert.Equal(["wait 0-0", "wait 1-2", "wait 2-4", "wait 4-8", "wait 0-0"], waits);
    }

    [Fact]
    public void What_comes_late_from_an_old_connection_does_nothing_to_the_new_one()
    {
        var script = Script.At(GatewayPhase.Ready);
        var old = script.State.Connection;
        script.Receive("""{"op":7}""");
        script.Reconnect();
        var before = script.State;
        Assert.Equal("", script.Feed(new GatewayInput.Closed(old, 4004)));
        Assert.Equal("", script.Feed(new GatewayInput.Received(old, Script.Frame("""{"op":9,"d":false}"""))));
        Assert.Equal("", script.Feed(new GatewayInput.Unreadable(old, "is odd")));
        Assert.Equal("", script.Feed(new GatewayInput.ConnectFailed(old, "Refused.")));
        Assert.Equal("", script.Feed(new GatewayInput.Budget(old, TimeSpan.Zero)));
        Assert.Equal(before, script.State);
    }

    [Theory]
    [InlineData(GatewayPhase.LookingUp, "")]
    [InlineData(GatewayPhase.Connecting, "close 1000")]
    [InlineData(GatewayPhase.AwaitingHello, "close 1000")]
    [InlineData(GatewayPhase.AwaitingBudget, "close 1000")]
    [InlineData(GatewayPhase.Identifying, "close 1000")]
    [InlineData(GatewayPhase.Resuming, "close 1000")]
    [InlineData(GatewayPhase.Ready, "close 1000")]
    public void A_stop_ends_everything_in_any_state(GatewayPhase phase, string said)
    {
        var script = Script.At(phase);
        Assert.Contains(said, script.Feed(new GatewayInput.Stop()), StringComparison.Ordinal);
        Assert.Empty(script.Timers);
        Assert.Equal(GatewayPhase.Stopped, script.State.Phase);
    }
}
