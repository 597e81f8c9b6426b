using System.Threading.Channels;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Watching;

/// <summary>Answers its n-th read as a test says, and lets the test wait for it.</summary>
/// <param name="answer">From the number of the read, beginning at 1.</param>
public sealed class CountedSource(Func<int, ContentPage> answer) : IContentSource
{
    private readonly Channel<int> seen = Channel.CreateUnbounded<int>();

    public string Name => "hand";

    public int Reads { get; private set; }

    /// <summary>What the last read was given.</summary>
    public string? Cursor { get; private set; }

    public async Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct)
    {
        await Task.Yield();
        (Cursor, Reads) = (cursor, Reads + 1);
        try
        {
            return answer(Reads);
        }
        finally
        {
            seen.Writer.TryWrite(Reads);
        }
    }

    /// <summary>Returns when it was read that many times.</summary>
    public async Task ReadAsync(int times)
    {
        while (Reads < times)
        {
            await seen.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>Lets <paramref name="span"/> pass, in which nothing is due.</summary>
    public async Task QuietAsync(TestStore store, TimeSpan span)
    {
        var before = Reads;
        await SettleAsync();
        store.Time.Advance(span);
        await SettleAsync();
        Assert.Equal(before, Reads);
    }

    /// <summary>Lets time pass, in steps of <paramref name="span"/>, until the read is there.</summary>
    /// <param name="step">False: one step must be enough.</param>
    public async Task DueAsync(TestStore store, TimeSpan span, int times, bool step = false)
    {
        await SettleAsync();
        store.Time.Advance(span);
        for (var i = 0; step && Reads < times && i < 2_000; i++)
        {
            await Task.Yield();
            store.Time.Advance(span);
        }

        await ReadAsync(times);
    }

    // The loop arms its timer a moment after a read; nothing else can be waited for.
    private static async Task SettleAsync() => await Task.Delay(100, TestContext.Current.CancellationToken);
}
