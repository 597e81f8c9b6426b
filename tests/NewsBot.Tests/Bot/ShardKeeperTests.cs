using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Bot;
using NewsBot.Bot.Commands;
using NewsBot.Discord;
using NewsBot.Discord.Gateway;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord.Gateway;
using NewsBot.Tests.Support;
using Xunit;
using Queues = System.Threading.Channels.Channel;

namespace NewsBot.Tests.Bot;

/// <summary>The keeper between a real store and the local Discord: what is wrong becomes one sentence, and nothing hammers.</summary>
public sealed class ShardKeeperTests : IAsyncLifetime, IDisposable
{
    /// <summary>Milliseconds; each test waits for a sentence, and one that never comes must not hold up the others.</summary>
    private const int Limit = 60_000;

    private readonly CancellationTokenSource stop = new();
    private readonly Said said = new();
    private readonly Channel<Interaction> interactions = Queues.CreateUnbounded<Interaction>();
    private SandboxServer sandbox = null!;
    private TestStore store = null!;
    private DiscordRest rest = null!;
    private ShardKeeper keeper = null!;
    private Task running = Task.CompletedTask;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System, Ct);
        store = await TestStore.CreateAsync(now: TimeProvider.System.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        rest.Dispose();
        await store.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    public void Dispose() => stop.Dispose();

    [Fact(Timeout = Limit)]
    public async Task An_interaction_comes_through_and_commands_are_registered_once()
    {
        Start();
        await said.LineAsync("commands are registered");
        await sandbox.Discord.Interactions.WaitForCommandAsync("topics", Ct);
        await ConnectedAsync();

        sandbox.Discord.Gateway.Play(new GatewayFault(GatewayFaultKind.DropConnection));
        await sandbox.Discord.Gateway.WaitForVisitAsync(visit => visit.Resumed, Ct);
        await ConnectedAsync();
        sandbox.Discord.Gateway.Dispatch("INTERACTION_CREATE", Json());

        Assert.Equal(new Snowflake(77), (await interactions.Reader.ReadAsync(Ct)).Id);
        Assert.Equal(1, sandbox.Discord.Requests.Count(request => request.Method == "PUT"));
        Assert.Empty(await OpenAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_second_start_registers_nothing_anew()
    {
        Start();
        await said.LineAsync("commands are registered");
        await sandbox.Discord.Gateway.WaitForSessionsAsync(1, Ct);
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);

        using var again = new CancellationTokenSource();
        var second = Keeper(TimeProvider.System, "sandbox-token", GatewayIntents.Guilds, http: false).RunAsync(again.Token);
        await sandbox.Discord.Gateway.WaitForVisitAsync(_ => sandbox.Discord.Gateway.Visits.Count(visit => visit.Session is not null) == 2, Ct);
        await again.CancelAsync();
        await second.ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(1, sandbox.Discord.Requests.Count(request => request.Method == "PUT"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_wrong_token_is_one_sentence_and_one_request()
    {
        Start(token: "another-token");

        Assert.Contains("Discord rejects the bot's token", await said.LineAsync("token"), StringComparison.Ordinal);
        Assert.Single(sandbox.Discord.Requests);
        Assert.Empty(sandbox.Discord.Gateway.Visits);
        await UntilAsync(() => Task.FromResult(keeper.Conditions is [var only] && only.Contains("Reset Token", StringComparison.Ordinal)));
        await UntilAsync(async () => await OpenAsync() is [{ Key: "discord/door" }]);
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_intent_is_one_sentence_and_one_identify()
    {
        Start(intents: GatewayIntents.Guilds | GatewayIntents.MessageContent);

        var line = await said.LineAsync("4014");

        Assert.Contains("MessageContent", line, StringComparison.Ordinal);
        Assert.Single(sandbox.Discord.Gateway.Visits);
        Assert.Contains("4014", Assert.Single(keeper.Conditions), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_kick_is_said_and_an_invitation_ends_it()
    {
        Start();
        await sandbox.Discord.Gateway.WaitForSessionsAsync(1, Ct);

        sandbox.Discord.SetMembership(inGuild: false);
        await said.LineAsync("invite it again");
        await UntilAsync(() => Task.FromResult(keeper.Conditions.Any(sentence => sentence.Contains("invite it again", StringComparison.Ordinal))));

        sandbox.Discord.SetMembership(inGuild: true);
        await UntilAsync(async () => keeper.Conditions.Count == 1 && (await OpenAsync()).Count == 0);
    }

    [Fact(Timeout = Limit)]
    public async Task An_outage_is_no_kick()
    {
        Start();
        await sandbox.Discord.Gateway.WaitForSessionsAsync(1, Ct);

        sandbox.Discord.SetOutage(outage: true);

        Assert.Contains("nothing is lost", await said.LineAsync("trouble with the server"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Commands_of_a_server_without_the_bot_are_not_hammered()
    {
        sandbox.Discord.SetMembership(inGuild: false);
        Start();

        Assert.Contains("scope=bot+applications.commands", await said.LineAsync("cannot be registered"), StringComparison.Ordinal);
        Assert.Equal(1, sandbox.Discord.Requests.Count(request => request.Method == "PUT"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_door_that_the_application_does_not_use_is_named()
    {
        Start(http: true);

        Assert.Contains("Interactions Endpoint URL", await said.LineAsync("Discord does not know where"), StringComparison.Ordinal);
        Assert.Empty(sandbox.Discord.Gateway.Visits);
    }

    [Fact(Timeout = Limit)]
    public async Task A_wrong_clock_is_said_and_stops_nothing()
    {
        Start(time: new ShiftedTime(TimeSpan.FromMinutes(10)));
        await sandbox.Discord.Gateway.WaitForSessionsAsync(1, Ct);

        Assert.Contains(keeper.Conditions, sentence => sentence.Contains("clock is 10 min fast", StringComparison.Ordinal));

        sandbox.Discord.Gateway.Dispatch("INTERACTION_CREATE", Json());
        Assert.Equal(new Snowflake(77), (await interactions.Reader.ReadAsync(Ct)).Id);
    }

    private static System.Text.Json.Nodes.JsonObject Json() => System.Text.Json.Nodes.JsonNode.Parse(
        """{"id":"77","type":2,"application_id":"1","token":"t","version":1,"guild_id":"2","channel_id":"3","data":{"id":"4","name":"topics","type":1}}""")!.AsObject();

    private void Start(string token = "sandbox-token", GatewayIntents intents = GatewayIntents.Guilds, bool http = false, TimeProvider? time = null)
    {
        keeper = Keeper(time ?? TimeProvider.System, token, intents, http);
        running = keeper.RunAsync(stop.Token);
    }

    private ShardKeeper Keeper(TimeProvider time, string token, GatewayIntents intents, bool http)
    {
        var options = new DiscordOptions { Token = token, Api = sandbox.DiscordApi };
        rest = new DiscordRest(options, time);
        var shard = http ? null : new GatewayShard(options, new GatewayOptions { Intents = intents }, rest, time, NullLogger<GatewayShard>.Instance);
        var register = new RegisterCommands(store.Db, rest, new Snowflake(sandbox.Discord.GuildId), CommandDefinitions.All(AllCommands.Commands, Permissions.ManageMessages), said);
        return new ShardKeeper(store.Db, rest, shard, register, interaction => interactions.Writer.TryWrite(interaction), "test", time, said);
    }

    private Task ConnectedAsync() =>
        UntilAsync(() => Task.FromResult(keeper.Conditions is [var only] && only.StartsWith("Connected to Discord since", StringComparison.Ordinal)));

    private Task<IReadOnlyList<Incident>> OpenAsync() => store.Db.ReadAsync(Incidents.OpenAsync, Ct);

    private static async Task UntilAsync(Func<Task<bool>> there)
    {
        while (!await there())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Ct);
        }
    }

    private sealed class ShiftedTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }

    /// <summary>What the keeper logged.</summary>
    private sealed class Said : ILogger
    {
        private readonly Channel<string> lines = Queues.CreateUnbounded<string>();

        public async Task<string> LineAsync(string with)
        {
            await foreach (var line in lines.Reader.ReadAllAsync(Ct))
            {
                if (line.Contains(with, StringComparison.Ordinal))
                {
                    return line;
                }
            }

            throw new InvalidOperationException($"Nothing said \"{with}\".");
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Writer.TryWrite(formatter(state, exception));
    }
}
