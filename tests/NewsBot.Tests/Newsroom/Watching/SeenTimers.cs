using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Watching;

/// <summary>A clock that a test moves, and that tells which waits have begun.</summary>
public sealed class SeenTimers() : FakeTimeProvider(Some.Monday)
{
    private readonly Channel<TimeSpan> begun = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        begun.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Returns when a wait of just this length has begun.</summary>
    public async Task WaitsAsync(TimeSpan span)
    {
        while (await begun.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30)) != span)
        {
        }
    }
}
