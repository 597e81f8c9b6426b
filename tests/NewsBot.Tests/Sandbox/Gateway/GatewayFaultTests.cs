using System.Text.Json;
using NewsBot.Sandbox.LocalDiscord.Gateway;
using Xunit;

namespace NewsBot.Tests.Sandbox.Gateway;

public sealed class GatewayFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4000)]
    [InlineData(4004)]
    [InlineData(4009)]
    [InlineData(4014)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(0, 1000)] // No code at all, which .NET's client reports as 1000.
    public async Task Any_close_code_can_be_played(int code, int? seen = null)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (bot, _) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;

        sandbox.Server.Discord.Gateway.Play(new GatewayFault(GatewayFaultKind.Close) { Code = code });

        Assert.Equal(seen ?? code, await bot.EndAsync());
        Assert.Equal(code, (await sandbox.Server.Discord.Gateway.WaitForVisitAsync(visit => visit.Ended is not null, Ct)).ServerCode);
    }

    [Fact]
    public async Task Acts_strike_at_once()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;
        var gateway = sandbox.Server.Discord.Gateway;

        gateway.Play(new GatewayFault(GatewayFaultKind.Reconnect));
        await bot.ExpectAsync(7);
        gateway.Play(new GatewayFault(GatewayFaultKind.HeartbeatNow));
        await bot.ExpectAsync(1);
        gateway.Play(new GatewayFault(GatewayFaultKind.InvalidSession) { Resumable = true });
        Assert.True((await bot.ExpectAsync(9)).GetBoolean());
        gateway.Play(new GatewayFault(GatewayFaultKind.Send) { Text = """{"op":77,"d":"strange"}""" });
        await bot.ExpectAsync(77);
        gateway.Play(new GatewayFault(GatewayFaultKind.InvalidSession));
        Assert.False((await bot.ExpectAsync(9)).GetBoolean());
        using var again = await BotSocket.ResumeAsync(sandbox, ready, 2);
        Assert.False((await again.ExpectAsync(9)).GetBoolean());
        gateway.Play(new GatewayFault(GatewayFaultKind.DropConnection));
        Assert.Null(await bot.EndAsync());
        Assert.Empty(gateway.Faults.Standing());
    }

    [Fact]
    public async Task Events_can_be_lost_repeated_and_broken_into_frames()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;
        var discord = sandbox.Server.Discord;

        discord.Gateway.Play(new GatewayFault(GatewayFaultKind.LoseEvents) { Times = 1 });
        discord.AddChannel(5, "lost");
        discord.Gateway.Play(new GatewayFault(GatewayFaultKind.DuplicateEvents) { Times = 1 });
        discord.AddChannel(6, "twice");
        discord.Gateway.Play(new GatewayFault(GatewayFaultKind.Fragment) { Times = 1 });
        discord.AddChannel(7, "in small frames");

        Assert.Equal("twice", (await bot.ExpectAsync("CHANNEL_CREATE", 4)).GetProperty("name").GetString());
        Assert.Equal("twice", (await bot.ExpectAsync("CHANNEL_CREATE", 4)).GetProperty("name").GetString());
        Assert.Equal("in small frames", (await bot.ExpectAsync("CHANNEL_CREATE", 5)).GetProperty("name").GetString());
        using var back = await BotSocket.ResumeAsync(sandbox, ready, 2);
        Assert.Equal("lost", (await back.ExpectAsync("CHANNEL_CREATE", 3)).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Acknowledgements_hellos_and_resumes_can_be_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;
        var gateway = sandbox.Server.Discord.Gateway;

        gateway.Play(new GatewayFault(GatewayFaultKind.DropAcks) { Times = 1 });
        await bot.SendAsync("""{"op":1,"d":2}""");
        await bot.SendAsync("""{"op":1,"d":2}""");
        await bot.ExpectAsync(11); // One of two.

        gateway.Play(new GatewayFault(GatewayFaultKind.ReconnectBeforeHello) { Times = 1 });
        using var early = await BotSocket.ConnectAsync(sandbox);
        await early.ExpectAsync(7);

        gateway.Play(new GatewayFault(GatewayFaultKind.CloseResume) { Times = 1, Code = 4000 });
        using var closed = await BotSocket.ResumeAsync(sandbox, ready, 2);
        Assert.Equal(4000, await closed.EndAsync());
        gateway.Play(new GatewayFault(GatewayFaultKind.RefuseResume) { Times = 1 });
        using var refused = await BotSocket.ResumeAsync(sandbox, ready, 2);
        Assert.False((await refused.ExpectAsync(9)).GetBoolean());

        gateway.Play(new GatewayFault(GatewayFaultKind.RefuseConnection) { Times = 1 });
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => BotSocket.ConnectAsync(sandbox));
        sandbox.Clock.Advance(TimeSpan.FromSeconds(5));
        gateway.Play(new GatewayFault(GatewayFaultKind.CloseIdentify) { Times = 1, Code = 4014 });
        using var anew = await BotSocket.ConnectAsync(sandbox);
        await anew.ExpectAsync(10);
        await anew.SendAsync(BotSocket.Identify);
        Assert.Equal(4014, await anew.EndAsync());
    }

    [Fact]
    public async Task An_outage_is_no_kick()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (bot, _) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;
        var discord = sandbox.Server.Discord;

        discord.Gateway.Play(new GatewayFault(GatewayFaultKind.Outage));
        Assert.True((await bot.ExpectAsync("GUILD_DELETE")).GetProperty("unavailable").GetBoolean());
        discord.AddChannel(5, "nobody hears of it");
        Assert.Equal(200, (await sandbox.PostAsync("""{"content":"x"}""")).Status);
        discord.Gateway.Play(new GatewayFault(GatewayFaultKind.Recover));
        Assert.Equal(3, (await bot.ExpectAsync("GUILD_CREATE")).GetProperty("channels").GetArrayLength());

        discord.Gateway.Play(new GatewayFault(GatewayFaultKind.Kick));
        Assert.False((await bot.ExpectAsync("GUILD_DELETE")).TryGetProperty("unavailable", out _));
        Assert.Equal(50001, (await sandbox.PostAsync("""{"content":"x"}""")).Code);
        Assert.Equal(10004, (await sandbox.GetAsync($"guilds/{discord.GuildId}")).Code);
        Assert.Equal("[]", (await sandbox.GetAsync("users/@me/guilds")).Text);
        discord.Gateway.Play(new GatewayFault(GatewayFaultKind.Invite));
        await bot.ExpectAsync("GUILD_CREATE");
        Assert.Equal(200, (await sandbox.PostAsync("""{"content":"x"}""")).Status);
    }

    [Fact]
    public async Task An_overdrawn_identify_budget_resets_the_token()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (bot, _) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;
        var gateway = sandbox.Server.Discord.Gateway;
        gateway.Play(new GatewayFault(GatewayFaultKind.IdentifiesLeft) { Left = 0 });
        sandbox.Clock.Advance(TimeSpan.FromSeconds(5));
        using var another = await BotSocket.ConnectAsync(sandbox);
        await another.ExpectAsync(10);

        await another.SendAsync(BotSocket.Identify);

        Assert.Equal((4004, 4004), (await another.EndAsync(), await bot.EndAsync()));
        Assert.True(gateway.TokenWasReset);
        Assert.Equal(401, (await sandbox.GetAsync("gateway/bot")).Status);
        gateway.Play(new GatewayFault(GatewayFaultKind.IdentifiesLeft) { Left = 7 });
        Assert.Equal(7, (await sandbox.GetAsync("gateway/bot")).Json.GetProperty("session_start_limit").GetProperty("remaining").GetInt32());
    }

    [Fact]
    public async Task A_half_open_connection_says_nothing_and_stays()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (bot, _) = await BotSocket.IdentifyAsync(sandbox);
        sandbox.Server.Discord.Gateway.Play(new GatewayFault(GatewayFaultKind.Freeze));

        await bot.SendAsync("""{"op":1,"d":2}""");
        var next = bot.NextAsync();
        sandbox.Clock.Advance(TimeSpan.FromMinutes(5));
        await bot.CloseAsync(4000);

        Assert.Equal(1, sandbox.Server.Discord.Gateway.Sessions); // The close is not answered either.
        Assert.False(next.IsCompleted);
        bot.Dispose();
        await sandbox.Server.Discord.Gateway.WaitForSessionsAsync(0, Ct);
    }

    [Theory]
    [InlineData("""{"kind":"close","code":1006}""", "1006")]
    [InlineData("""{"kind":"identifiesLeft"}""", "left")]
    [InlineData("""{"kind":"refuseResume","times":0}""", "Times")]
    public async Task A_wrong_gateway_fault_is_refused_with_a_reason(string json, string reason)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var person = new HttpClient { BaseAddress = sandbox.Server.Page };

        using var answer = await person.PostAsync("sandbox/faults/gateway", RunningSandbox.Json(json), Ct);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_faults_can_be_switched_over_HTTP()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var person = new HttpClient { BaseAddress = sandbox.Server.Page };
        var (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;

        Assert.Equal("""{"id":1}""", await PlayAsync("""{"kind":"refuseResume","times":3}"""));
        var standing = JsonDocument.Parse(await person.GetStringAsync("sandbox/faults/gateway", Ct)).RootElement.GetProperty("1");
        Assert.Equal(("refuseResume", 3), (standing.GetProperty("kind").GetString(), standing.GetProperty("times").GetInt32()));
        Assert.Equal("""{"id":0}""", await PlayAsync("""{"kind":"close","code":4000}"""));
        Assert.Equal(4000, await bot.EndAsync());
        using var back = await BotSocket.ResumeAsync(sandbox, ready, 2);
        Assert.False((await back.ExpectAsync(9)).GetBoolean());

        async Task<string> PlayAsync(string json)
        {
            using var answer = await person.PostAsync("sandbox/faults/gateway", RunningSandbox.Json(json), Ct);
            return await answer.Content.ReadAsStringAsync(Ct);
        }
    }
}
