using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NewsBot.Discord;
using NewsBot.Discord.Gateway;
using NewsBot.Discord.Rest;
using Xunit;
using Queue = System.Threading.Channels.Channel;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>A shard that runs against a scripted gateway, on a clock that stands still.</summary>
internal sealed class ShardRig : IAsyncDisposable
{
    public const string Token = "secret-token-of-the-test";

    /// <summary>No signal of a test takes so long; without an end a fault would be a hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource stop = new();
    private readonly Channel<GatewayEvent> events = Queue.CreateUnbounded<GatewayEvent>();
    private readonly DiscordRest rest;
    private Task running = Task.CompletedTask;

    private ShardRig(ScriptedGateway gateway, Func<CancellationToken, Task<TimeSpan>> takeIdentify, Func<GatewayEvent, CancellationToken, ValueTask>? handle)
    {
        Gateway = gateway;
        var options = new DiscordOptions { Token = Token, Api = gateway.Api };
        rest = new DiscordRest(options, Clock);
        Shard = new GatewayShard(options, new GatewayOptions { TakeIdentify = takeIdentify }, rest, Clock, Log);
        Handle = handle ?? ((news, _) => events.Writer.WriteAsync(news, CancellationToken.None));
    }

    public ScriptedGateway Gateway { get; }

    public GatewayShard Shard { get; }

    public ShardClock Clock { get; } = new();

    public LogLines Log { get; } = new();

    public Task Running => running.WaitAsync(Patience);

    private Func<GatewayEvent, CancellationToken, ValueTask> Handle { get; }

    public static async Task<ShardRig> StartAsync(
        Func<CancellationToken, Task<TimeSpan>>? takeIdentify = null,
        Func<GatewayEvent, CancellationToken, ValueTask>? handle = null,
        Action<ScriptedGateway>? set = null)
    {
        var gateway = await ScriptedGateway.StartAsync();
        set?.Invoke(gateway);
        var rig = new ShardRig(gateway, takeIdentify ?? (_ => Task.FromResult(TimeSpan.Zero)), handle);
        rig.Run();
        return rig;
    }

    /// <summary>A rig whose session is up, and its connection.</summary>
    public static async Task<(ShardRig Rig, ScriptedConnection Connection)> UpAsync(Func<GatewayEvent, CancellationToken, ValueTask>? handle = null, int interval = 40_000)
    {
        var rig = await StartAsync(handle: handle);
        var connection = await rig.IdentifiedAsync(interval);
        await connection.ReadyAsync();
        if (handle is null)
            Assert.NotNull((await rig.EventAsync()).Ready);
        return (rig, connection);
    }

    public void Run() => running = Shard.RunAsync(Handle, stop.Token);

    /// <summary>A connection on which the shard has identified.</summary>
    public async Task<ScriptedConnection> IdentifiedAsync(int interval = 40_000)
    {
        var connection = await Gateway.ConnectionAsync();
        await connection.HelloAsync(interval);
        await connection.ExpectAsync(2);
        return connection;
    }

    /// <summary>A connection on which the shard has asked to resume after that number.</summary>
    public async Task<ScriptedConnection> ResumingAsync(long seq)
    {
        var connection = await Gateway.ConnectionAsync();
        Assert.Equal("/resume?v=10&encoding=json", connection.Path);
        await connection.HelloAsync();
        var resume = await connection.ExpectAsync(6);
        Assert.Equal((Token, "the-session", seq), (resume.GetProperty("token").GetString(), resume.GetProperty("session_id").GetString(), resume.GetProperty("seq").GetInt64()));
        return connection;
    }

    /// <summary>The next event that was handed over.</summary>
    public Task<GatewayEvent> EventAsync() => events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    /// <summary>The next wait before a connection, which must be between the two, in seconds.</summary>
    public async Task<TimeSpan> WaitAsync(double least, double most)
    {
        var wait = await Log.WaitAsync();
        Assert.InRange(wait, least, most);
        return TimeSpan.FromSeconds(wait);
    }

    /// <summary>Lets the next wait before a connection end.</summary>
    public async Task PassAsync(double least, double most) => Clock.Advance(await WaitAsync(least, most));

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Running;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        for (var i = 0; i < 1_000 && !running.IsCompleted; i++)
        {
            Clock.Advance(GatewayConnection.CloseTimeout); // the script answers no goodbye any more
            await Task.WhenAny(running, Task.Delay(10, CancellationToken.None));
        }
        await Running;
        rest.Dispose();
        await Gateway.DisposeAsync();
        stop.Dispose();
    }
}

/// <summary>Tells the test which waits begin, so that it can let them end.</summary>
internal sealed class ShardClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> waits = Queue.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Lets the next wait of exactly that length end, once it begins.</summary>
    public async Task PassAsync(TimeSpan length)
    {
        while (await waits.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(ShardRig.Patience) != length)
        {
            // Another wait.
        }
        Advance(length);
    }
}

/// <summary>All that was logged, as text.</summary>
internal sealed class LogLines : ILogger<GatewayShard>
{
    public ConcurrentQueue<string> Lines { get; } = new();

    private readonly Channel<double> waits = Queue.CreateUnbounded<double>();

    /// <summary>The next wait before a new connection that is not zero, in seconds; its timer runs already.</summary>
    public async Task<double> WaitAsync()
    {
        while (true)
        {
            if (await waits.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(ShardRig.Patience) is > 0 and var seconds)
                return seconds;
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
        if (state is IEnumerable<KeyValuePair<string, object?>> values && values.FirstOrDefault(value => value.Key == "Seconds").Value is double seconds)
            waits.Writer.TryWrite(seconds);
    }
}
