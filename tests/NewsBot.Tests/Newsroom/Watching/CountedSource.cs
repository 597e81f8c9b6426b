using System.Threading.Channels;
using NewsBot.Newsroom.Sources;
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
}
