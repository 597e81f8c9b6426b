using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using NewsBot.Discord;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using Xunit;
using Waits = System.Threading.Channels.Channel;

namespace NewsBot.Tests.Discord.Rest;

/// <summary>A client, a scripted Discord and a clock that stands still.</summary>
internal sealed class Rig : IDisposable
{
    public const string Token = "secret-token-of-the-test";
    public static readonly Snowflake ChannelA = new(1300000000000000001);
    public static readonly Snowflake ChannelB = new(1300000000000000009);
    public static readonly Snowflake MessageId = new(1300000000000000002);
    public static readonly MessageDraft Hello = new() { Content = "Hello" };

    public Rig() => Client = new DiscordRest(new DiscordOptions { Token = Token }, Clock, Discord);

    public ScriptedDiscord Discord { get; } = new();

    public WaitingClock Clock { get; } = new();

    public DiscordRest Client { get; }

    public Task<Message> PostAsync(Snowflake? channel = null) => Client.CreateMessageAsync(channel ?? ChannelA, Hello, TestContext.Current.CancellationToken);

    public Task<Message> EditAsync() => Client.EditMessageAsync(ChannelA, MessageId, Hello, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Client.Dispose();
        Discord.Dispose();
    }
}

/// <summary>Tells the test when the client waits for a limit, which is never longer than its budget; request time-outs are.</summary>
internal sealed class WaitingClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> waits = Waits.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= WaitBudget.Most)
            waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Lets the next wait that begins, or has begun, end, and says how long it was.</summary>
    public async Task<TimeSpan> PassWaitAsync()
    {
        var wait = await NextWaitAsync();
        Advance(wait);
        return wait;
    }

    /// <summary>Lets wait after wait end until the call has.</summary>
    public async Task RunAsync(Task call)
    {
        while (!call.IsCompleted)
        {
            await Task.WhenAny(call, waits.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask());
            while (waits.Reader.TryRead(out var wait))
                Advance(wait);
        }
        await call;
    }

    public ValueTask<TimeSpan> NextWaitAsync() => waits.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public bool IsWaitedFor => waits.Reader.TryPeek(out _);
}
