using NewsBot.Discord.Gateway;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

public sealed class CloseCodeTests
{
    private const string Resume = "connect wss://resume.discord.test/?v=10&encoding=json | resume s1 after 1";
    private const string Identify = "look up | connect wss://gateway.discord.test/?v=10&encoding=json | ask";

    [Theory]
    [InlineData(null, "wait 0-0", Resume)]
    [InlineData(1000, "wait 1-2", Identify)]
    [InlineData(1001, "wait 0-0", Resume)]
    [InlineData(1006, "wait 0-0", Resume)]
    [InlineData(1011, "wait 0-0", Resume)]
    [InlineData(4000, "wait 0-0", Resume)]
    [InlineData(4001, "wait 0-0", Resume)]
    [InlineData(4002, "wait 0-0", Resume)]
    [InlineData(4003, "wait 1-2", Identify)]
    [InlineData(4005, "wait 0-0", Resume)]
    [InlineData(4006, "wait 0-0", Resume)]
    [InlineData(4007, "wait 1-2", Identify)]
    [InlineData(4008, "wait 0-0", Resume)]
    [InlineData(4009, "wait 1-2", Identify)]
    [InlineData(4999, "wait 0-0", Resume)]
    public void A_session_goes_on_as_the_close_code_says(int? code, string atOnce, string then)
    {
        var script = Script.At(GatewayPhase.Ready);
        Assert.Equal(atOnce, script.Close(code));
        Assert.Equal(then, script.Reconnect());
        Assert.Equal(1, script.Identifies);
    }

    [Theory]
    [InlineData(4004, "token")]
    [InlineData(4010, "shard number")]
    [InlineData(4011, "more shards")]
    [InlineData(4012, "newer version")]
    [InlineData(4013, "intents 1")]
    [InlineData(4014, "Privileged Gateway Intents")]
    public void A_fatal_code_stops_for_good_with_one_sentence_that_says_what_to_do(int code, string remedy)
    {
        foreach (var phase in new[] { GatewayPhase.AwaitingHello, GatewayPhase.Identifying, GatewayPhase.Resuming, GatewayPhase.Ready })
        {
            var script = Script.At(phase);
            var said = script.Close(code);
            Assert.StartsWith("fail: Discord ", said, StringComparison.Ordinal);
            Assert.Contains(remedy, said, StringComparison.Ordinal);
            Assert.Contains($"({code})", said, StringComparison.Ordinal);
            Assert.Empty(script.Timers);
            Assert.Equal(GatewayPhase.Failed, script.State.Phase);
            Assert.Equal("", script.Feed(new GatewayInput.Start()) + script.Feed(new GatewayInput.Fired(GatewayTimer.Reconnect)) + script.Connect());
        }
    }

    [Fact]
    public void The_sentence_of_4014_names_the_privileged_intents_and_no_others() =>
        Assert.Contains("intents GuildMembers, MessageContent (4014)", CloseCode.Remedy(4014, GatewayIntents.Guilds | GatewayIntents.GuildMembers | GatewayIntents.MessageContent), StringComparison.Ordinal);

    [Theory]
    [InlineData(GatewayPhase.AwaitingHello)]
    [InlineData(GatewayPhase.AwaitingBudget)]
    [InlineData(GatewayPhase.Identifying)]
    public void A_connection_that_ends_before_there_is_a_session_leads_to_an_identify(GatewayPhase phase)
    {
        var script = Script.At(phase);
        Assert.Equal("wait 1-2", script.Close(4000));
        Assert.Equal(Identify, script.Reconnect());
    }

    [Theory]
    [InlineData(4001)]
    [InlineData(4002)]
    [InlineData(4005)]
    [InlineData(4008)]
    public void A_code_that_is_our_fault_says_so(int code)
    {
        var script = Script.At(GatewayPhase.Ready);
        script.Close(code);
        Assert.Contains("fault of this program", script.State.Reason, StringComparison.Ordinal);
    }
}
