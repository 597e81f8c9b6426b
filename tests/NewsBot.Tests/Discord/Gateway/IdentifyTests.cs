using NewsBot.Discord.Gateway;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>Scripts of the scarcest thing there is: 1,000 a day, and at 0 Discord resets the token.</summary>
public sealed class IdentifyTests
{
    [Fact]
    public void The_straight_way_looks_up_connects_asks_and_identifies_once()
    {
        var script = Script.At(GatewayPhase.Ready);
        Assert.Equal(["look up", "connect wss://gateway.discord.test/?v=10&encoding=json", "", "ask", "identify", "dispatch READY"], script.Log);
    }

    [Theory]
    [InlineData(49, 3_600, "wait 3600-3601")]
    [InlineData(0, 0, "wait 60-61")]
    [InlineData(-5, 999_999_999, "wait 86400-86401")]
    public void Below_50_session_starts_nothing_is_even_connected_until_they_are_reset(int remaining, int resetAfter, string wait)
    {
        var script = Script.At(GatewayPhase.LookingUp);
        Assert.Equal(wait, script.Feed(new GatewayInput.Found(Script.Found, remaining, TimeSpan.FromSeconds(resetAfter))));
        Assert.Contains("session starts are left", script.State.Reason, StringComparison.Ordinal);
        Assert.Equal("look up", script.Fire(GatewayTimer.Reconnect));
    }

    [Fact]
    public void At_50_session_starts_it_may() =>
        Assert.StartsWith("connect", Script.At(GatewayPhase.LookingUp).Feed(new GatewayInput.Found(Script.Found, 50, TimeSpan.Zero)), StringComparison.Ordinal);

    [Fact]
    public void An_empty_budget_closes_and_comes_back_when_told()
    {
        var script = Script.At(GatewayPhase.AwaitingBudget);
        Assert.Equal("close 1000 | wait 90-91", script.Feed(new GatewayInput.Budget(script.State.Connection, TimeSpan.FromSeconds(90), "The budget is spent.")));
        Assert.Equal("The budget is spent.", script.State.Reason);
        Assert.EndsWith("ask", script.Reconnect(), StringComparison.Ordinal);
        Assert.Equal("identify", script.Allow());
    }

    [Theory]
    [InlineData("ws://gateway.discord.test")]
    [InlineData("http://gateway.discord.test")]
    [InlineData("gateway.discord.test")]
    [InlineData("")]
    public void An_address_where_the_token_must_not_go_is_not_connected(string url)
    {
        var script = Script.At(GatewayPhase.LookingUp);
        Assert.Equal("wait 1-2", script.Feed(new GatewayInput.Found(url, 1000, TimeSpan.Zero)));
        Assert.Contains("not wss://", script.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejected_token_is_not_tried_at_the_gateway()
    {
        var script = Script.At(GatewayPhase.LookingUp);
        Assert.Equal("fail: Bad token.", script.Feed(new GatewayInput.NotFound("Bad token.", Final: true)));
    }

    [Fact]
    public void A_look_up_that_must_wait_waits_as_told()
    {
        var script = Script.At(GatewayPhase.LookingUp);
        Assert.Equal("wait 300-301", script.Feed(new GatewayInput.NotFound("Limited.", TimeSpan.FromMinutes(5))));
    }

    [Fact]
    public void A_new_session_forgets_the_numbers_of_the_old_one()
    {
        var script = Script.At(GatewayPhase.Ready);
        script.Event("GUILD_CREATE", 77);
        script.Close(4009);
        script.Reconnect();
        script.Allow();
        Assert.Equal("beat null", script.Fire(GatewayTimer.Heartbeat));
    }

    [Fact]
    public void Identify_after_identify_that_leads_nowhere_becomes_slow()
    {
        var script = Script.At(GatewayPhase.Identifying);
        List<string> waits = [];
        for (var i = 0; i < 6; i++)
        {
            waits.Add(script.Receive("""{"op":9,"d":false}"""));
            script.Reconnect();
            script.Allow();
        }
        Assert.Equal(["close 4000 | wait 1-5", "close 4000 | wait 1-5", "close 4000 | wait 1-5", "close 4000 | wait 4-8", "close 4000 | wait 300-600", "close 4000 | wait 300-600"], waits);
    }

    [Fact]
    public void A_session_that_has_held_lets_identifies_be_quick_again()
    {
        var script = Script.At(GatewayPhase.Identifying);
        for (var i = 0; i < 6; i++)
        {
            script.Receive("""{"op":9,"d":false}""");
            script.Reconnect();
            script.Allow();
        }
        script.SayReady();
        script.Fire(GatewayTimer.Quiet);
        Assert.Equal("close 4000 | wait 1-5", script.Receive("""{"op":9,"d":false}"""));
    }

    [Fact]
    public void A_budget_that_answers_too_late_is_not_used()
    {
        var script = Script.At(GatewayPhase.AwaitingBudget);
        var old = script.State.Connection;
        script.Fire(GatewayTimer.Deadline);
        Assert.Equal("", script.Feed(new GatewayInput.Budget(old, TimeSpan.Zero)));
        Assert.Equal(0, script.Identifies);
    }
}
