using System.Net;
using NewsBot.Discord.Gateway;
using NewsBot.Discord.Interactions;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>Scripts over a real WebSocket: beginnings, events, ends.</summary>
public sealed class ShardTests
{
    private const string Interaction = """
        {"id":"1300000000000000010","type":2,"application_id":"1300000000000000005","token":"interaction-token","guild_id":"1300000000000000004",
         "member":{"user":{"id":"1300000000000000011","username":"ann"},"roles":[],"permissions":"8"},"data":{"name":"news","type":1}}
        """;

    [Fact]
    public async Task It_identifies_with_what_Discord_documents_and_is_up()
    {
        await using var rig = await ShardRig.StartAsync();
        var connection = await rig.Gateway.ConnectionAsync();
        Assert.Equal("/gateway?v=10&encoding=json", connection.Path);
        await connection.HelloAsync();
        var identify = await connection.ExpectAsync(2);
        Assert.Equal(ShardRig.Token, identify.GetProperty("token").GetString());
        Assert.Equal(1, identify.GetProperty("intents").GetInt32());
        Assert.Equal("[0,1]", identify.GetProperty("shard").GetRawText());
        Assert.Equal(["os", "browser", "device"], identify.GetProperty("properties").EnumerateObject().Select(property => property.Name));
        await connection.ReadyAsync();
        var ready = (await rig.EventAsync()).Ready!;
        Assert.Equal(1300000000000000005UL, ready.Application.Id.Value);
        Assert.True(Assert.Single(ready.Guilds).Unavailable);
        Assert.True(rig.Shard.Status.IsUp);
        Assert.Equal(1, rig.Shard.Status.Identifies);
    }

    [Fact]
    public async Task An_interaction_reaches_the_handler()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        await connection.EventAsync("INTERACTION_CREATE", 2, Interaction);
        var news = await rig.EventAsync();
        Assert.Equal(InteractionType.Command, news.Interaction!.Type);
        Assert.Equal("news", news.Interaction.Data.Name);
        Assert.DoesNotContain("interaction-token", $"{news}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_is_not_a_removal()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        await connection.EventAsync("GUILD_CREATE", 2, """{"id":"1300000000000000004","name":"Harbour","channels":[]}""");
        await connection.EventAsync("GUILD_DELETE", 3, """{"id":"1300000000000000004","unavailable":true}""");
        await connection.EventAsync("GUILD_CREATE", 4, """{"id":"1300000000000000004","unavailable":true}""");
        await connection.EventAsync("GUILD_DELETE", 5, """{"id":"1300000000000000004"}""");
        await connection.EventAsync("GUILD_DELETE", 6, """{"id":[]}""");
        await connection.EventAsync("CHANNEL_DELETE", 7, """{"id":"1300000000000000004"}""");
        List<GuildNews?> seen = [];
        for (var i = 0; i < 6; i++)
            seen.Add((await rig.EventAsync()).Guild);
        Assert.Equal("Harbour", seen[0]!.Name);
        Assert.Equal([GuildState.Available, GuildState.Outage, GuildState.Outage, GuildState.Removed, null, null], seen.Select(guild => guild?.State));
    }

    [Fact]
    public async Task A_GUILD_CREATE_of_4_MB_in_pieces_passes()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        var topic = new string('ä', 2 * 1024 * 1024);
        await connection.SendInPiecesAsync($$$"""{"op":0,"t":"GUILD_CREATE","s":2,"d":{"id":"1300000000000000004","name":"{{{topic}}}"}}""", 100_001);
        Assert.Equal(topic, (await rig.EventAsync()).Guild!.Name);
        await connection.SendInPiecesAsync("""{"op":0,"t":"GUILD_DELETE","s":3,"d":{"id":"1300000000000000004","unavailable":true}}""", 1);
        Assert.Equal(GuildState.Outage, (await rig.EventAsync()).Guild!.State);
    }

    [Fact]
    public async Task A_slow_handler_does_not_hold_the_heartbeats()
    {
        var release = new TaskCompletionSource();
        var (rig, connection) = await ShardRig.UpAsync(async (_, _) => await release.Task);
        await using var end = rig;
        for (var i = 0; i < EventQueue.MostEvents + 100; i++)
            await connection.EventAsync("CHANNEL_UPDATE", i + 2);
        await connection.EventAsync("INTERACTION_CREATE", 5000, Interaction);
        await connection.SendAsync("""{"op":1,"d":null}""");
        Assert.Equal(5000, (await connection.ExpectAsync(1)).GetInt64());
        Assert.True(rig.Shard.Status.DroppedEvents >= 99);
        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("INTERACTION_CREATE was dropped", StringComparison.Ordinal));
        release.SetResult();
    }

    [Fact]
    public async Task A_handler_that_throws_ends_nothing_and_its_words_are_not_logged()
    {
        var seen = new TaskCompletionSource();
        var (rig, connection) = await ShardRig.UpAsync((news, _) =>
        {
            if (news.Type == "LAST")
                seen.SetResult();
            else
                throw new InvalidOperationException("private words");
            return ValueTask.CompletedTask;
        });
        await using var end = rig;
        await connection.EventAsync("INTERACTION_CREATE", 2, Interaction);
        await connection.EventAsync("LAST", 3);
        await seen.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Contains(rig.Log.Lines, line => line.Contains("INTERACTION_CREATE failed with InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("private words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_says_goodbye_with_1000()
    {
        var (rig, connection) = await ShardRig.UpAsync();
        await using var end = rig;
        var goodbye = connection.ExpectCloseAndAnswerAsync();
        await rig.StopAsync();
        Assert.Equal(1000, await goodbye);
        Assert.Equal(GatewayPhase.Stopped, rig.Shard.Status.Phase);
    }

    [Fact]
    public async Task One_shard_does_not_run_twice_at_once()
    {
        var (rig, _) = await ShardRig.UpAsync();
        await using var end = rig;
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Shard.RunAsync((_, _) => ValueTask.CompletedTask, CancellationToken.None));
        Assert.True(rig.Shard.Status.IsUp);
    }

    [Theory]
    [InlineData(4004)]
    [InlineData(4014)]
    public async Task A_fatal_close_ends_the_run_and_every_later_one(int code)
    {
        await using var rig = await ShardRig.StartAsync();
        var connection = await rig.IdentifiedAsync();
        Assert.Equal(code, await connection.CloseAsync(code));
        await rig.Running;
        Assert.Equal(GatewayPhase.Failed, rig.Shard.Status.Phase);
        Assert.Contains($"({code})", rig.Shard.Status.Reason, StringComparison.Ordinal);
        Assert.Single(rig.Log.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal) && line.Contains(rig.Shard.Status.Reason, StringComparison.Ordinal));
        rig.Run();
        await rig.Running;
        Assert.False(rig.Gateway.HasConnection);
        Assert.Equal(1, rig.Shard.Status.Identifies);
    }

    [Fact]
    public async Task A_token_that_REST_rejects_is_not_shown_to_the_gateway()
    {
        await using var rig = await ShardRig.StartAsync(set: gateway => gateway.Status = HttpStatusCode.Unauthorized);
        await rig.Running;
        Assert.Equal(GatewayPhase.Failed, rig.Shard.Status.Phase);
        Assert.Contains("token", rig.Shard.Status.Reason, StringComparison.Ordinal);
        Assert.False(rig.Gateway.HasConnection);
    }

    [Fact]
    public void A_shard_number_that_cannot_be_is_refused()
    {
        using var rest = new NewsBot.Discord.Rest.DiscordRest(new() { Token = "t" }, TimeProvider.System);
        Assert.Throws<ArgumentException>(() => new GatewayShard(new() { Token = "t" }, new GatewayOptions { ShardId = 1 }, rest, TimeProvider.System, new LogLines()));
    }
}
