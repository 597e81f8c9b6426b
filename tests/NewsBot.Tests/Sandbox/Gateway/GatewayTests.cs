using System.Text.Json.Nodes;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord.Gateway;
using Xunit;

namespace NewsBot.Tests.Sandbox.Gateway;

public sealed class GatewayTests
{
    private const string Noise = "{}[]\",:\\01-.xud\u00e9";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bot_learns_the_address_and_its_budget_and_becomes_ready()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var gateway = (await sandbox.GetAsync("gateway/bot")).Json;
        Assert.Equal(new UriBuilder(sandbox.Server.Page) { Scheme = "ws", Path = "gateway" }.Uri.AbsoluteUri, gateway.GetProperty("url").GetString());
        Assert.Equal((1000, 1000, 1), Limit(gateway));

        var (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;

        Assert.Equal(10, ready.GetProperty("v").GetInt32());
        Assert.Equal($"{sandbox.Server.Discord.BotId}", ready.GetProperty("user").GetProperty("id").GetString());
        Assert.Equal($"{sandbox.Server.Discord.BotId}", ready.GetProperty("application").GetProperty("id").GetString());
        Assert.Equal($$"""[{"id":"{{sandbox.Server.Discord.GuildId}}","unavailable":true}]""", ready.GetProperty("guilds").GetRawText());
        Assert.EndsWith("/gateway/resume", ready.GetProperty("resume_gateway_url").GetString(), StringComparison.Ordinal);
        sandbox.Clock.Advance(TimeSpan.FromHours(1));
        var later = (await sandbox.GetAsync("gateway/bot")).Json;
        Assert.Equal((1000, 999, 1), Limit(later));
        Assert.Equal(23 * 3_600_000, later.GetProperty("session_start_limit").GetProperty("reset_after").GetInt64());
    }

    [Fact]
    public async Task The_guild_comes_with_its_channels_and_roles_and_only_the_bot_for_a_member()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var bot = await BotSocket.ConnectAsync(sandbox);
        Assert.Equal(41_250, (await bot.ExpectAsync(10)).GetProperty("heartbeat_interval").GetInt32());
        await bot.SendAsync(BotSocket.Identify);
        await bot.ExpectAsync("READY", 1);

        var guild = await bot.ExpectAsync("GUILD_CREATE", 2);

        Assert.Equal(["ports", "trains"], guild.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("name").GetString()));
        Assert.Equal(["@everyone", "NewsBot", "News Desk", "Readers"], guild.GetProperty("roles").EnumerateArray().Select(role => role.GetProperty("name").GetString()));
        var member = Assert.Single(guild.GetProperty("members").EnumerateArray());
        Assert.Equal("NewsBot", member.GetProperty("user").GetProperty("username").GetString());
        Assert.Equal(3, guild.GetProperty("member_count").GetInt32());
    }

    [Theory]
    [InlineData("""{"op":3,"d":{}}""", 4003)]
    [InlineData("""{"op":99,"d":null}""", 4001)]
    [InlineData("""{"op":10,"d":null}""", 4001)]
    [InlineData("""{"op":"1"}""", 4002)]
    [InlineData("""{"op":1.5}""", 4002)]
    [InlineData("""{"op":""", 4002)]
    [InlineData("[]", 4002)]
    [InlineData("""{"op":2,"d":{"token":"sandbox-token","intents":1}}""", 4002)]
    [InlineData("""{"op":2,"d":{"token":"Bot sandbox-token","intents":1,"properties":{}}}""", 4004)]
    [InlineData("""{"op":2,"d":{"token":"sandbox-token","properties":{}}}""", 4013)]
    [InlineData("""{"op":2,"d":{"token":"sandbox-token","intents":131072,"properties":{}}}""", 4013)]
    [InlineData("""{"op":2,"d":{"token":"sandbox-token","intents":32769,"properties":{}}}""", 4014)]
    [InlineData("""{"op":2,"d":{"token":"sandbox-token","intents":1,"shard":[1,1],"properties":{}}}""", 4010)]
    [InlineData("""{"op":6,"d":{"token":"wrong","session_id":"x","seq":1}}""", 4004)]
    [InlineData("""{"op":6,"d":{}}""", 4002)]
    [InlineData("""{"op":6,"d":{"token":"\ud800","session_id":"\ud800","seq":1}}""", 4002)]
    [InlineData("""{"op":2,"d":"x"}""", 4002)]
    public async Task What_breaks_a_rule_is_closed_with_its_code(string sent, int code)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var bot = await BotSocket.ConnectAsync(sandbox);
        await bot.ExpectAsync(10);

        await bot.SendAsync(sent);

        Assert.Equal(code, await bot.EndAsync());
        Assert.Equal(1000, sandbox.Server.Discord.Gateway.IdentifiesLeft);
    }

    [Fact]
    public async Task A_wrong_version_and_a_long_message_are_closed()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var old = await BotSocket.ConnectAsync(sandbox, "?v=9&encoding=json");
        Assert.Equal(4012, await old.EndAsync());
        using var erlang = await BotSocket.ConnectAsync(sandbox, "?v=10&encoding=etf");
        Assert.Equal(4002, await erlang.EndAsync());

        using var most = await BotSocket.ConnectAsync(sandbox);
        await most.ExpectAsync(10);
        await most.SendAsync("""{"op":1,"d":null}""".PadRight(4096));
        await most.ExpectAsync(11);
        await most.SendAsync("""{"op":1,"d":null}""".PadRight(4097));
        Assert.Equal(4002, await most.EndAsync());
    }

    [Fact]
    public async Task A_second_identify_on_a_connection_is_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (bot, _) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;

        await bot.SendAsync(BotSocket.Identify);

        Assert.Equal(4005, await bot.EndAsync());
    }

    [Fact]
    public async Task A_second_identify_within_five_seconds_is_an_invalid_session_and_costs_nothing()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (first, _) = await BotSocket.IdentifyAsync(sandbox);
        using var end = first;
        using var second = await BotSocket.ConnectAsync(sandbox);
        await second.ExpectAsync(10);

        await second.SendAsync(BotSocket.Identify);
        Assert.False((await second.ExpectAsync(9)).GetBoolean());
        Assert.Equal(999, sandbox.Server.Discord.Gateway.IdentifiesLeft);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(5));
        await second.SendAsync(BotSocket.Identify);

        await second.ExpectAsync("READY");
        Assert.Equal(998, sandbox.Server.Discord.Gateway.IdentifiesLeft);
    }

    [Fact]
    public async Task Too_many_events_in_a_minute_end_the_connection()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var bot = await BotSocket.ConnectAsync(sandbox);
        await bot.ExpectAsync(10);
        for (var i = 0; i < 120; i++)
        {
            await bot.SendAsync("""{"op":1,"d":null}""");
            await bot.ExpectAsync(11);
        }

        await bot.SendAsync("""{"op":1,"d":null}""");

        Assert.Equal(4008, await bot.EndAsync());
    }

    [Fact]
    public async Task Who_does_not_beat_is_closed_and_who_beats_is_not()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var bot = await BotSocket.ConnectAsync(sandbox);
        await bot.ExpectAsync(10);
        for (var i = 0; i < 3; i++)
        {
            sandbox.Clock.Advance(TimeSpan.FromSeconds(60));
            await bot.SendAsync("""{"op":1,"d":null}""");
            await bot.ExpectAsync(11);
        }

        sandbox.Clock.Advance(TimeSpan.FromSeconds(62));

        Assert.Equal(4009, await bot.EndAsync());
    }

    [Fact]
    public async Task A_resume_brings_what_was_missed_in_order_and_costs_no_identify()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        using (bot)
        {
            await bot.CloseAsync(4000);
            await sandbox.Server.Discord.Gateway.WaitForSessionsAsync(0, Ct);
        }

        sandbox.Server.Discord.AddChannel(5, "five");
        sandbox.Server.Discord.Gateway.Dispatch("INTERACTION_CREATE", new JsonObject { ["id"] = "6" });
        using var back = await BotSocket.ResumeAsync(sandbox, ready, 2);

        Assert.Equal("five", (await back.ExpectAsync("CHANNEL_CREATE", 3)).GetProperty("name").GetString());
        Assert.Equal("6", (await back.ExpectAsync("INTERACTION_CREATE", 4)).GetProperty("id").GetString());
        await back.ExpectAsync("RESUMED", 5);
        Assert.Equal(999, sandbox.Server.Discord.Gateway.IdentifiesLeft);
        Assert.True(sandbox.Server.Discord.Gateway.Visits[^1] is { ByResumeUrl: true, Resumed: true });
    }

    [Fact]
    public async Task A_session_that_cannot_be_resumed_is_an_invalid_one()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Gateway = new GatewayRules { Kept = 2 } });
        var (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        using (bot)
        {
            await bot.CloseAsync(1000); // Goodbye: the session ends with it.
            await sandbox.Server.Discord.Gateway.WaitForVisitAsync(visit => visit.ClientCode == 1000, Ct);
        }

        using var goodbye = await BotSocket.ResumeAsync(sandbox, ready, 2);
        Assert.False((await goodbye.ExpectAsync(9)).GetBoolean());

        sandbox.Clock.Advance(TimeSpan.FromSeconds(5));
        (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        using (bot)
        {
            await bot.CloseAsync(4000);
            await sandbox.Server.Discord.Gateway.WaitForVisitAsync(visit => visit.ClientCode == 4000, Ct);
        }

        using var ahead = await BotSocket.ResumeAsync(sandbox, ready, 3);
        Assert.Equal(4007, await ahead.EndAsync());

        sandbox.Clock.Advance(TimeSpan.FromSeconds(5));
        (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        bot.Dispose();
        await sandbox.Server.Discord.Gateway.WaitForSessionsAsync(0, Ct);
        sandbox.Clock.Advance(TimeSpan.FromMinutes(3.1));
        using var late = await BotSocket.ResumeAsync(sandbox, ready, 2);
        Assert.False((await late.ExpectAsync(9)).GetBoolean());

        (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        bot.Dispose();
        await sandbox.Server.Discord.Gateway.WaitForSessionsAsync(0, Ct);
        for (ulong id = 1; id <= 3; id++)
        {
            sandbox.Server.Discord.AddChannel(id, "more than is kept");
        }

        using var missed = await BotSocket.ResumeAsync(sandbox, ready, 2);
        Assert.False((await missed.ExpectAsync(9)).GetBoolean());
    }

    [Fact]
    public async Task Intents_choose_the_events()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var bot = await BotSocket.ConnectAsync(sandbox);
        await bot.ExpectAsync(10);
        await bot.SendAsync(BotSocket.Identify.Replace("\"intents\":1", "\"intents\":0", StringComparison.Ordinal));
        await bot.ExpectAsync("READY", 1); // And no GUILD_CREATE.

        sandbox.Server.Discord.AddChannel(5, "five");
        sandbox.Server.Discord.AddPerson(6, "Six");
        sandbox.Server.Discord.Gateway.Dispatch("INTERACTION_CREATE", new JsonObject { ["id"] = "6" });

        await bot.ExpectAsync("INTERACTION_CREATE", 2);
    }

    [Fact]
    public async Task A_session_belongs_to_its_newest_connection()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (bot, ready) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;

        using var other = await BotSocket.ResumeAsync(sandbox, ready, 2);
        await other.ExpectAsync("RESUMED", 3);

        Assert.Equal(4000, await bot.EndAsync());
        sandbox.Server.Discord.AddChannel(5, "five");
        await other.ExpectAsync("CHANNEL_CREATE", 4);
    }

    [Fact]
    public async Task A_web_page_has_no_business_at_the_gateway()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var page = new System.Net.WebSockets.ClientWebSocket();
        page.Options.SetRequestHeader("Origin", "https://evil.example");

        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() =>
            page.ConnectAsync(new UriBuilder(sandbox.Server.Page) { Scheme = "ws", Path = "gateway" }.Uri, Ct));
    }

    [Fact]
    public async Task Tokens_are_not_kept_and_the_server_stops_with_connections_open()
    {
        var sandbox = await RunningSandbox.StartAsync();
        var (bot, _) = await BotSocket.IdentifyAsync(sandbox);
        using var end = bot;
        sandbox.Server.Discord.Gateway.Play(new GatewayFault(GatewayFaultKind.Freeze));
        Assert.Equal("", sandbox.Server.Discord.Gateway.Frames[^1].Data!.Value.GetProperty("token").GetString());

        await sandbox.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct);

        Assert.Null(await bot.NextAsync());
    }

    [Fact]
    public async Task Nothing_that_a_client_sends_breaks_the_gateway()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Gateway = new GatewayRules { IdentifyEvery = TimeSpan.Zero, SendsAMinute = 10_000 } });
        var random = new Random(20261124);
        string[] seeds = [BotSocket.Identify, BotSocket.Resume("abc", 5), """{"op":1,"d":7}""", """{"op":3,"d":{"status":"online","activities":[]}}"""];
        for (var connection = 0; connection < 40; connection++)
        {
            using var bot = await BotSocket.ConnectAsync(sandbox);
            var text = new System.Text.StringBuilder(seeds[random.Next(seeds.Length)]);
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                text[random.Next(text.Length)] = Noise[random.Next(Noise.Length)];
            }

            await bot.SendAsync(text.ToString());
            await bot.CloseAsync(4000);
            while (await bot.NextAsync() is not null)
            {
            }
        }

        var (last, _) = await BotSocket.IdentifyAsync(sandbox);
        last.Dispose();
        await sandbox.Server.Discord.Gateway.WaitForSessionsAsync(0, Ct);
        Assert.All(sandbox.Server.Discord.Gateway.Visits, visit => Assert.NotNull(visit.Ended)); // None was left behind.
    }

    private static (int Total, int Remaining, int Concurrency) Limit(System.Text.Json.JsonElement gateway)
    {
        var limit = gateway.GetProperty("session_start_limit");
        return (limit.GetProperty("total").GetInt32(), limit.GetProperty("remaining").GetInt32(), limit.GetProperty("max_concurrency").GetInt32());
    }
}
