using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace NewsBot.Tests.Support;

/// <summary>Discord's client spreads its requests over the second, and waits by a clock that stands still in a test: it is pushed on while something waits.</summary>
internal static class PushedClock
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Push = TimeSpan.FromMilliseconds(25);

    public static async Task<T> PushedAsync<T>(this FakeTimeProvider time, Func<Task<T>> act)
    {
        var acting = Task.Run(act, TestContext.Current.CancellationToken);
        while (await Task.WhenAny(acting, Task.Delay(Patience, TimeProvider.System, TestContext.Current.CancellationToken)) != acting)
        {
            time.Advance(Push);
        }

        return await acting;
    }
}
