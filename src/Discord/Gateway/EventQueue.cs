using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace NewsBot.Discord.Gateway;

/// <summary>
/// Stands between the connection, which must never wait, and the handler, which may be slow. When it is full the newest events
/// are dropped, and counted; interactions have far more room than others, since each is a person who waits.
/// </summary>
internal sealed class EventQueue
{
    public const int MostEvents = 1_000;

    /// <summary>A GUILD_CREATE may have several MB, and an outage brings one for each guild.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    /// <summary>At 10 KB each about 100 MB; whoever is at its end has waited far longer than the 3 seconds that Discord gives.</summary>
    public const int MostInteractions = 10_000;

    private readonly Channel<Entry> channel = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private int events;
    private int interactions;
    private long bytes;
    private long dropped;

    public long Dropped => Interlocked.Read(ref dropped);

    /// <returns>False: it was dropped.</returns>
    public bool TryAdd(GatewayEvent news, int size)
    {
        var full = news.IsInteraction
            ? Volatile.Read(ref interactions) >= MostInteractions
            : Volatile.Read(ref events) >= MostEvents || Interlocked.Read(ref bytes) + size > MostBytes;
        if (full)
        {
            Interlocked.Increment(ref dropped);
            return false;
        }
        Count(news, size, 1);
        return channel.Writer.TryWrite(new Entry(news, size));
    }

    /// <summary>No more will come; what is there can still be taken.</summary>
    public void Complete() => channel.Writer.TryComplete();

    public async IAsyncEnumerable<GatewayEvent> TakeAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (news, size) in channel.Reader.ReadAllAsync(ct))
        {
            Count(news, size, -1);
            yield return news;
        }
    }

    private void Count(GatewayEvent news, int size, int sign)
    {
        if (news.IsInteraction)
        {
            Interlocked.Add(ref interactions, sign);
            return;
        }
        Interlocked.Add(ref events, sign);
        Interlocked.Add(ref bytes, sign * (long)size);
    }

    private sealed record Entry(GatewayEvent News, int Size);
}
