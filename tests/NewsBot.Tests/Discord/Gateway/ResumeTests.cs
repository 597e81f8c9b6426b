using NewsBot.Discord.Gateway;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>Scripts of sessions that go on, and of those that cannot.</summary>
public sealed class ResumeTests
{
    private const string Resume = "connect wss://resume.discord.test/?v=10&encoding=json";
    private const string Reconnect = """{"op":7,"d":null}""";

    [Fact]
    public void A_resume_names_the_last_number_that_came()
    {
        var script = Script.At(GatewayPhase.Ready);
        script.Event("GUILD_CREATE", 7);
        script.Event("TYPING_START", null);
        script.Receive(Reconnect);
        Assert.Equal($"{Resume} | resume s1 after 7", script.Reconnect());
    }

    [Fact]
    public void Events_of_a_replay_count_and_are_handed_out_before_the_session_is_up_again()
    {
        var script = Script.At(GatewayPhase.Resuming);
        Assert.Equal("dispatch INTERACTION_CREATE", script.Event("INTERACTION_CREATE", 2));
        Assert.Equal(GatewayPhase.Resuming, script.State.Phase);
        script.Close(null);
        Assert.EndsWith("resume s1 after 2", script.Reconnect(), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_resumes_that_are_refused_lead_to_one_identify_at_the_looked_up_address()
    {
        var script = Script.At(GatewayPhase.Ready);
        script.Close(4000);
        for (var i = 0; i < GatewayProtocol.MostFailedResumes; i++)
        {
            Assert.Equal($"{Resume} | resume s1 after 1", script.Reconnect());
            script.Close(4000);
        }
        Assert.Equal("look up | connect wss://gateway.discord.test/?v=10&encoding=json | ask", script.Reconnect());
        script.Allow();
        Assert.Equal(2, script.Identifies);
    }

    [Theory]
    [InlineData("close before Hello")]
    [InlineData("reconnect before Hello")]
    [InlineData("invalid Hello")]
    [InlineData("no Hello")]
    [InlineData("invalid session, resumable")]
    [InlineData("no RESUMED")]
    [InlineData("unreadable")]
    public void Each_way_a_resume_can_fail_is_counted(string way)
    {
        var script = Script.At(GatewayPhase.Ready);
        script.Close(null);
        for (var i = 0; i < GatewayProtocol.MostFailedResumes; i++)
        {
            Assert.Equal(Resume, script.Fire(GatewayTimer.Reconnect));
            Fail(script, way);
        }
        Assert.Equal("look up", script.Fire(GatewayTimer.Reconnect));
        Assert.StartsWith("connect wss://gateway", script.Feed(new GatewayInput.Found(Script.Found, 1000, TimeSpan.Zero)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("connect time-out")]
    public void An_address_that_cannot_be_reached_is_tried_once_more_when_Discord_can_be_asked_and_then_given_up(string way)
    {
        var script = Script.At(GatewayPhase.Ready);
        script.Close(null);
        for (var i = 0; i < GatewayProtocol.MostFailedResumes; i++)
        {
            Assert.Equal(Resume, script.Fire(GatewayTimer.Reconnect));
            Fail(script, way);
        }
        Assert.Equal("look up", script.Fire(GatewayTimer.Reconnect));
        Assert.Equal(Resume, script.Feed(new GatewayInput.Found(Script.Found, 1000, TimeSpan.Zero)));
        Fail(script, way);
        Assert.Equal("look up", script.Fire(GatewayTimer.Reconnect));
        Assert.StartsWith("connect wss://gateway", script.Feed(new GatewayInput.Found(Script.Found, 1000, TimeSpan.Zero)), StringComparison.Ordinal);
        script.Connect();
        Assert.Equal("ask", script.Hello());
    }

    [Fact]
    public void A_refused_session_is_dropped_and_identified_anew_on_a_new_connection()
    {
        var script = Script.At(GatewayPhase.Resuming);
        Assert.Equal("close 4000 | wait 1-5", script.Receive("""{"op":9,"d":false}"""));
        Assert.Null(script.State.Session);
        Assert.Null(script.State.Seq);
        Assert.EndsWith("ask", script.Reconnect(), StringComparison.Ordinal);
    }

    [Fact]
    public void While_Discord_cannot_even_be_asked_failed_resumes_prove_nothing_and_the_session_is_kept()
    {
        var script = Script.At(GatewayPhase.Ready);
        script.Close(null);
        for (var outage = 0; outage < 20; outage++)
        {
            if (script.Fire(GatewayTimer.Reconnect) == "look up")
                script.Feed(new GatewayInput.NotFound("No network."));
            else
                script.Feed(new GatewayInput.ConnectFailed(script.State.Connection, "No network."));
        }
        while (script.Fire(GatewayTimer.Reconnect) == "look up")
            script.Feed(new GatewayInput.NotFound("No network."));
        script.Connect();
        Assert.Equal("resume s1 after 1", script.Hello());
        script.Event("RESUMED", 2);
        Assert.Equal(1, script.Identifies);
    }

    [Fact]
    public void A_resume_that_succeeds_wipes_out_the_failed_ones()
    {
        var script = Script.At(GatewayPhase.Ready);
        for (var i = 0; i < 10; i++)
        {
            script.Close(null);
            script.Reconnect();
            script.Close(null);
            script.Reconnect();
            script.Event("RESUMED", i + 2);
        }
        Assert.Equal(1, script.Identifies);
    }

    [Theory]
    [InlineData("wss://resume.discord.test", "wss://resume.discord.test/?v=10&encoding=json")]
    [InlineData("wss://resume.discord.test/?v=9", "wss://resume.discord.test/?v=10&encoding=json")]
    [InlineData("ws://127.0.0.1:5000/gateway", "ws://127.0.0.1:5000/gateway?v=10&encoding=json")]
    [InlineData("ws://resume.discord.test", "wss://gateway.discord.test/?v=10&encoding=json")]
    [InlineData("https://resume.discord.test", "wss://gateway.discord.test/?v=10&encoding=json")]
    [InlineData("nonsense", "wss://gateway.discord.test/?v=10&encoding=json")]
    public void A_session_resumes_only_where_the_token_may_go(string named, string used)
    {
        var script = Script.At(GatewayPhase.Identifying);
        script.SayReady(named);
        script.Close(null);
        Assert.Equal($"connect {used}", script.Fire(GatewayTimer.Reconnect));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"session_id":null,"resume_gateway_url":"wss://x.test"}""")]
    [InlineData("""{"session_id":17}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_READY_without_a_session_is_up_but_cannot_be_resumed(string data)
    {
        var script = Script.At(GatewayPhase.Identifying);
        script.Event("READY", 1, data);
        Assert.Equal(GatewayPhase.Ready, script.State.Phase);
        script.Close(null);
        Assert.Equal("look up", script.Fire(GatewayTimer.Reconnect));
    }

    [Fact]
    public void A_session_does_not_show_its_id() => Assert.DoesNotContain("s1", $"{Script.At(GatewayPhase.Ready).State}", StringComparison.Ordinal);

    private static void Fail(Script script, string way)
    {
        if (way == "connect")
        {
            script.Feed(new GatewayInput.ConnectFailed(script.State.Connection, "Refused."));
            return;
        }
        if (way == "connect time-out")
        {
            script.Fire(GatewayTimer.Deadline);
            return;
        }
        script.Connect();
        if (way is "invalid session, resumable" or "no RESUMED" or "unreadable")
            script.Hello();
        _ = way switch
        {
            "close before Hello" => script.Close(null),
            "reconnect before Hello" => script.Receive(Reconnect),
            "invalid Hello" => script.Receive("""{"op":10,"d":{"heartbeat_interval":0}}"""),
            "invalid session, resumable" => script.Receive("""{"op":9,"d":true}"""),
            "unreadable" => script.Feed(new GatewayInput.Unreadable(script.State.Connection, "is odd")),
            _ => script.Fire(GatewayTimer.Deadline),
        };
    }
}
