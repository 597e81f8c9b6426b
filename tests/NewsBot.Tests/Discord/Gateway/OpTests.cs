using NewsBot.Discord.Gateway;
using Xunit;
using static NewsBot.Discord.Gateway.GatewayPhase;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>Each op in each state of a connection: 50 scripts.</summary>
public sealed class OpTests
{
    private const string Event = """{"op":0,"t":"CHANNEL_UPDATE","s":9,"d":{}}""";
    private const string Beat = """{"op":1,"d":null}""";
    private const string Reconnect = """{"op":7,"d":null}""";
    private const string InvalidButResumable = """{"op":9,"d":true}""";
    private const string Invalid = """{"op":9,"d":false}""";
    private const string Hello = """{"op":10,"d":{"heartbeat_interval":20000}}""";
    private const string Ack = """{"op":11}""";
    private const string Ready = """{"op":0,"t":"READY","s":1,"d":{"session_id":"s2","resume_gateway_url":"wss://other.discord.test"}}""";
    private const string Resumed = """{"op":0,"t":"RESUMED","s":9,"d":{}}""";
    private const string Unknown = """{"op":99,"d":{"x":1}}""";

    private const string Found = "look up";
    private const string Resume = "connect wss://resume.discord.test/?v=10&encoding=json";

    // phase, frame, what we do at once, what we do when the wait is over (or the phase that follows)
    [Theory]
    [InlineData(AwaitingHello, Event, "", "AwaitingHello")]
    [InlineData(AwaitingHello, Beat, "beat null", "AwaitingHello")]
    [InlineData(AwaitingHello, Reconnect, "close 4000 | wait 1-2", Found)]
    [InlineData(AwaitingHello, InvalidButResumable, "close 4000 | wait 1-5", Found)]
    [InlineData(AwaitingHello, Invalid, "close 4000 | wait 1-5", Found)]
    [InlineData(AwaitingHello, Hello, "ask", "AwaitingBudget")]
    [InlineData(AwaitingHello, Ack, "", "AwaitingHello")]
    [InlineData(AwaitingHello, Ready, "", "AwaitingHello")]
    [InlineData(AwaitingHello, Resumed, "", "AwaitingHello")]
    [InlineData(AwaitingHello, Unknown, "", "AwaitingHello")]
    [InlineData(AwaitingBudget, Event, "", "AwaitingBudget")]
    [InlineData(AwaitingBudget, Beat, "beat null", "AwaitingBudget")]
    [InlineData(AwaitingBudget, Reconnect, "close 4000 | wait 1-2", Found)]
    [InlineData(AwaitingBudget, InvalidButResumable, "close 4000 | wait 1-5", Found)]
    [InlineData(AwaitingBudget, Invalid, "close 4000 | wait 1-5", Found)]
    [InlineData(AwaitingBudget, Hello, "", "AwaitingBudget")]
    [InlineData(AwaitingBudget, Ack, "", "AwaitingBudget")]
    [InlineData(AwaitingBudget, Ready, "", "AwaitingBudget")]
    [InlineData(AwaitingBudget, Resumed, "", "AwaitingBudget")]
    [InlineData(AwaitingBudget, Unknown, "", "AwaitingBudget")]
    [InlineData(Identifying, Event, "dispatch CHANNEL_UPDATE", "Identifying")]
    [InlineData(Identifying, Beat, "beat null", "Identifying")]
    [InlineData(Identifying, Reconnect, "close 4000 | wait 1-2", Found)]
    [InlineData(Identifying, InvalidButResumable, "close 4000 | wait 1-5", Found)]
    [InlineData(Identifying, Invalid, "close 4000 | wait 1-5", Found)]
    [InlineData(Identifying, Hello, "", "Identifying")]
    [InlineData(Identifying, Ack, "", "Identifying")]
    [InlineData(Identifying, Ready, "dispatch READY", "Ready")]
    [InlineData(Identifying, Resumed, "dispatch RESUMED", "Identifying")]
    [InlineData(Identifying, Unknown, "", "Identifying")]
    [InlineData(Resuming, Event, "dispatch CHANNEL_UPDATE", "Resuming")]
    [InlineData(Resuming, Beat, "beat 1", "Resuming")]
    [InlineData(Resuming, Reconnect, "close 4000 | wait 1-2", Resume)]
    [InlineData(Resuming, InvalidButResumable, "close 4000 | wait 1-5", Resume)]
    [InlineData(Resuming, Invalid, "close 4000 | wait 1-5", Found)]
    [InlineData(Resuming, Hello, "", "Resuming")]
    [InlineData(Resuming, Ack, "", "Resuming")]
    [InlineData(Resuming, Ready, "dispatch READY", "Resuming")]
    [InlineData(Resuming, Resumed, "dispatch RESUMED", "Ready")]
    [InlineData(Resuming, Unknown, "", "Resuming")]
    [InlineData(GatewayPhase.Ready, Event, "dispatch CHANNEL_UPDATE", "Ready")]
    [InlineData(GatewayPhase.Ready, Beat, "beat 1", "Ready")]
    [InlineData(GatewayPhase.Ready, Reconnect, "close 4000 | wait 0-0", Resume)]
    [InlineData(GatewayPhase.Ready, InvalidButResumable, "close 4000 | wait 1-5", Resume)]
    [InlineData(GatewayPhase.Ready, Invalid, "close 4000 | wait 1-5", Found)]
    [InlineData(GatewayPhase.Ready, Hello, "", "Ready")]
    [InlineData(GatewayPhase.Ready, Ack, "", "Ready")]
    [InlineData(GatewayPhase.Ready, Ready, "dispatch READY", "Ready")]
    [InlineData(GatewayPhase.Ready, Resumed, "dispatch RESUMED", "Ready")]
    [InlineData(GatewayPhase.Ready, Unknown, "", "Ready")]
    public void Each_op_in_each_state_has_its_answer(GatewayPhase phase, string frame, string atOnce, string then)
    {
        var script = Script.At(phase);
        var identifies = script.Identifies;
        Assert.Equal(atOnce, script.Receive(frame));
        Assert.Equal(then, script.State.Phase == Waiting ? script.Fire(GatewayTimer.Reconnect) : $"{script.State.Phase}");
        Assert.Equal(identifies, script.Identifies);
    }
}
