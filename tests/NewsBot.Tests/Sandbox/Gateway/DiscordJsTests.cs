using System.Text.Json;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord.Gateway;
using Xunit;
using LocalGuild = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Tests.Sandbox.Gateway;

/// <summary>The local Discord is right when a client that knows only Discord is content with it.</summary>
public sealed class DiscordJsTests
{
    private const string Token = "stranger.token.of-a-bot";
    private const ulong Channel = 1310000000000000001;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static bool HasNode => Stranger.IsPossible;

    [Fact(Skip = "node (18 or newer) and npm are not on the PATH", SkipUnless = nameof(HasNode))]
    public async Task An_unmodified_discord_js_logs_in_posts_is_cut_off_and_resumes()
    {
        await using var sandbox = await StartAsync();
        await using var stranger = await Stranger.StartAsync(sandbox, Token, Channel);
        var gateway = sandbox.Discord.Gateway;

        var ready = await stranger.StepAsync("ready");
        Assert.Equal("NewsBot", ready.GetProperty("bot").GetString());
        Assert.Equal("NewsBot demo", ready.GetProperty("guild").GetString());
        Assert.Equal(["ports"], Names(ready, "channels"));
        Assert.Equal(["@everyone", "News Desk", "NewsBot"], Names(ready, "roles").Order(StringComparer.Ordinal));
        Assert.True(ready.GetProperty("canSend").GetBoolean());
        Assert.Equal(1, gateway.Sessions);
        Assert.Equal(999, gateway.IdentifiesLeft);

        await stranger.OrderAsync("post");
        await stranger.StepAsync("posted");
        var message = Assert.Single(sandbox.Discord.Messages(Channel));
        Assert.Equal(("News", "Port security"), (message.Content, message.Embeds[0].GetProperty("title").GetString()));
        await stranger.OrderAsync("edit");
        Assert.True((await stranger.StepAsync("edited")).GetProperty("edited").GetBoolean());
        Assert.Equal("News, corrected", sandbox.Discord.Messages(Channel)[0].Content);

        gateway.Play(new GatewayFault(GatewayFaultKind.DropConnection));
        await gateway.WaitForSessionsAsync(0, Ct);
        sandbox.Discord.AddChannel(Channel + 1, "made-meanwhile"); // Missed, and replayed by the resume.
        Assert.Equal("made-meanwhile", (await stranger.StepAsync("channel")).GetProperty("name").GetString());
        await stranger.StepAsync("resumed");

        gateway.Play(new GatewayFault(GatewayFaultKind.Reconnect));
        await stranger.StepAsync("resumed");
        gateway.Play(new GatewayFault(GatewayFaultKind.Close) { Code = 4000 });
        await stranger.StepAsync("resumed");
        gateway.Play(new GatewayFault(GatewayFaultKind.Outage));
        await stranger.StepAsync("outage");

        Assert.Equal(999, gateway.IdentifiesLeft); // Resumes cost nothing.
        Assert.Equal(4, gateway.Visits.Count);
        Assert.All(gateway.Visits.Skip(1), visit => Assert.True(visit is { ByResumeUrl: true, Resumed: true }));
        Assert.Equal(4200, gateway.Visits[1].ClientCode); // What discord.js closes with after op 7.
        Assert.DoesNotContain(gateway.Frames, frame => frame.Data?.ToString().Contains(Token, StringComparison.Ordinal) == true);
    }

    [Fact(Skip = "node (18 or newer) and npm are not on the PATH", SkipUnless = nameof(HasNode))]
    public async Task An_unmodified_discord_js_registers_a_command_and_answers_it_before_and_after_a_cut()
    {
        await using var sandbox = await StartAsync();
        await using var stranger = await Stranger.StartAsync(sandbox, Token, Channel);
        var discord = sandbox.Discord;
        await stranger.StepAsync("ready");

        await stranger.OrderAsync("register");
        Assert.Equal(["echo"], Names(await stranger.StepAsync("registered"), "names"));
        Assert.Equal("echo", Assert.Single(discord.Interactions.Commands).Name);

        await AskAsync(LocalGuild.Milo, "ports", "Hello Milo (member): ports");
        discord.Gateway.Play(new GatewayFault(GatewayFaultKind.DropConnection));
        await stranger.StepAsync("resumed");
        await AskAsync(LocalGuild.Nadia, "trains", "Hello Nadia (staff): trains");

        Assert.Equal(999, discord.Gateway.IdentifiesLeft);
        Assert.All(discord.Requests, request => Assert.InRange(request.Status ?? 0, 200, 299)); // Nothing it did was refused.
        Assert.Equal(2, discord.Requests.Count(request => request.Path.Contains("/callback", StringComparison.Ordinal) && request.Method == "POST"));
        Assert.Equal(2, discord.Requests.Count(request => request.Path.Contains("original", StringComparison.Ordinal) && request.Method == "PATCH"));

        async Task AskAsync(ulong person, string word, string answer)
        {
            await discord.Interactions.RunCommandAsync(person, Channel, "echo", new Dictionary<string, string>(StringComparer.Ordinal) { ["word"] = word }, Ct);
            var step = await stranger.StepAsync("answered");
            Assert.Equal("echo", step.GetProperty("command").GetString());
            await discord.WaitForMessageAsync(message => message.Content == answer && !message.IsThinking, Ct);
        }
    }

    private static async Task<SandboxServer> StartAsync()
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Token = Token }, TimeProvider.System, Ct);
        sandbox.Discord.AddChannel(Channel, "ports", "Port security");
        return sandbox;
    }

    private static IEnumerable<string?> Names(JsonElement step, string name) => step.GetProperty(name).EnumerateArray().Select(item => item.GetString());
}
