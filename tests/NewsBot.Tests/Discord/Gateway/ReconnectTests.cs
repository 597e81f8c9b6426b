using System.Net.WebSockets;
using NewsBot.Discord.Gateway;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>Scripts over a real WebSocket: what goes wrong, and how it goes on.</summary>
public sealed class ReconnectTests
{
    [Fact]
    public async Task It_beats_and_measures_the_round_trip()
    {
        var (rig, connection) = await ShardRig.UpAsync(interval: 10_000);
        await using var end = rig;
        Assert.Equal(1, await BeatAsync(rig, connection));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(250));
        await connection.AckAsync();
        await connection.EventAsync("AFTER", 2);
        await rig.EventAsync();
        Assert.Equal(TimeSpan.FromMilliseconds(250), rig.Shard.Status.RoundTrip);
        Assert.Equal(2, await BeatAsync(rig, connection));
    }

    [Fact]
    public async Task A_zombie_is_closed_with_4000_and_its_session_resumed()
    {
        var (rig, connection) = await ShardRig.UpAsync(interval: 10_000);
        await using var end = rig;
        await BeatAsync(rig, connection);
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(4000, await connection.ExpectCloseAndAnswerAsync());
        await RecoverAsync(rig, 1);
    }

    [Fact]
    public async Task A_half_open_socket_is_let_go_after_a_few_seconds()
    {
        var (rig, connection) = await ShardRig.UpAsync(interval: 10_000);
        await using var end = rig;
        await BeatAsync(rig, connection);
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(4000, await connection.ExpectCloseAsync()); // and no answer to it
        Assert.False(rig.Gateway.HasConnection);
        await rig.Clock.PassAsync(GatewayConnection.CloseTimeout);
        await RecoverAsync(rig, 1);
        connection.Ended.SetResult();
    }

    [Fact]
    public async Task Op_7_leads_to_a_resume_that_replays()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        await connection.EventAsync("CHANNEL_UPDATE", 41);
        await connection.SendAsync("""{"op":7,"d":null}""");
        Assert.Equal(4000, await connection.ExpectCloseAndAnswerAsync());
        await rig.EventAsync();
        var resumed = await rig.ResumingAsync(41);
        await resumed.EventAsync("INTERACTION_CREATE", 42);
        await resumed.EventAsync("RESUMED", 43);
        Assert.Equal("INTERACTION_CREATE", (await rig.EventAsync()).Type);
        Assert.True((await rig.EventAsync()).IsResumed);
        Assert.Equal(1, rig.Shard.Status.Identifies);
    }

    [Fact]
    public async Task Events_sent_between_our_close_and_the_answer_come_again_by_the_resume()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        await connection.SendAsync("""{"op":7,"d":null}""");
        await connection.EventAsync("INTERACTION_CREATE", 2);
        Assert.Equal(4000, await connection.ExpectCloseAndAnswerAsync());
        await RecoverAsync(rig, 1);
    }

    [Fact]
    public async Task A_cut_wire_leads_to_a_resume()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        connection.Abort();
        await RecoverAsync(rig, 1);
    }

    [Theory]
    [InlineData(4000, true)]
    [InlineData(4008, true)]
    [InlineData(1001, true)]
    [InlineData(1000, false)]
    [InlineData(4007, false)]
    [InlineData(4009, false)]
    public async Task A_close_is_answered_and_followed_as_its_code_says(int code, bool resumes)
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        Assert.Equal(code, await connection.CloseAsync(code));
        if (resumes)
        {
            await RecoverAsync(rig, 1);
            return;
        }
        await rig.PassAsync(1, 2);
        var next = await rig.Gateway.ConnectionAsync();
        Assert.StartsWith("/gateway?", next.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"op":"0"}""")]
    [InlineData("""{"op":0,"d":{},"s":2,"t":null}""")]
    [InlineData("""{"op":0,"d":{},"s":"x","t":"A"}""")]
    [InlineData("""{"op":0,"d":"\ud800","s":2,"t":"\ud800"}""")]
    public async Task What_is_no_frame_costs_a_resume_and_nothing_else(string text)
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        await connection.SendAsync(text);
        Assert.Equal(4000, await connection.ExpectCloseAndAnswerAsync());
        await RecoverAsync(rig, 1);
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_no_frame()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        await connection.SendAsync([0x78, 0x9c, 0, 0, 0xff, 0xff], WebSocketMessageType.Binary);
        Assert.Equal(4000, await connection.ExpectCloseAndAnswerAsync());
        await RecoverAsync(rig, 1);
    }

    [Fact]
    public async Task A_message_without_end_is_not_kept()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        await connection.SendAsync(new byte[GatewayConnection.MaxFrameBytes + 1]);
        Assert.Equal(4000, await connection.ExpectCloseAndAnswerAsync());
        await RecoverAsync(rig, 1);
        Assert.Contains(rig.Log.Lines, line => line.Contains("longer than 16 MiB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_invalid_session_waits_and_identifies_on_a_new_connection()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        rig.Clock.Advance(StatusBoard.IdentifyGap);
        await connection.SendAsync("""{"op":9,"d":false}""");
        Assert.Equal(4000, await connection.ExpectCloseAndAnswerAsync());
        await rig.PassAsync(1, 5);
        var next = await rig.IdentifiedAsync();
        Assert.StartsWith("/gateway?", next.Path, StringComparison.Ordinal);
        Assert.Equal(2, rig.Shard.Status.Identifies);
    }

    [Fact]
    public async Task Three_refused_resumes_cost_one_identify()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        rig.Clock.Advance(StatusBoard.IdentifyGap);
        connection.Abort();
        for (var i = 0; i < GatewayProtocol.MostFailedResumes; i++)
        {
            if (i > 0)
                await rig.PassAsync(1 << (i - 1), 1 << i);
            (await rig.ResumingAsync(1)).Abort();
        }
        await rig.PassAsync(4, 8);
        await (await rig.IdentifiedAsync()).ReadyAsync();
        Assert.NotNull((await rig.EventAsync()).Ready);
        Assert.Equal(2, rig.Shard.Status.Identifies);
    }

    /// <summary>The next beat of the interval of 10 s.</summary>
    private static async Task<long> BeatAsync(ShardRig rig, ScriptedConnection connection)
    {
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        return (await connection.ExpectAsync(1)).GetInt64();
    }

    /// <summary>The session goes on, and no identify was spent.</summary>
    private static async Task RecoverAsync(ShardRig rig, long seq)
    {
        var resumed = await rig.ResumingAsync(seq);
        await resumed.EventAsync("RESUMED", seq + 1);
        Assert.True((await rig.EventAsync()).IsResumed);
        Assert.True(rig.Shard.Status.IsUp);
        Assert.Equal(1, rig.Shard.Status.Identifies);
    }
}
