using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace NewsBot.Sandbox.Page;

/// <summary>
/// Tells open pages what changed (Server-Sent Events). Each page first gets the state of everything, then the changes; a change
/// between may come twice, so pages put what they get in place of what they have.
/// </summary>
internal sealed class LiveEvents
{
    /// <summary>Changes that wait for a slow page. Beyond them it is cut off; it comes back by itself and gets the whole state.</summary>
    private const int MaxBacklog = 1_000;

    private readonly Lock gate = new();
    private readonly List<Channel<SseItem<string>>> pages = [];

    /// <summary>Called by a store within its lock, so that pages see changes in the order they happened. The data is made only when a page is open.</summary>
    public void Publish(string type, Func<JsonNode> data)
    {
        lock (gate)
        {
            if (pages.Count == 0)
            {
                return;
            }

            var item = new SseItem<string>(data().ToJsonString(), type);
            pages.RemoveAll(page => !page.Writer.TryWrite(item) && page.Writer.TryComplete());
        }
    }

    public async IAsyncEnumerable<SseItem<string>> SubscribeAsync(Func<JsonNode> state, [EnumeratorCancellation] CancellationToken ct)
    {
        var page = Channel.CreateBounded<SseItem<string>>(MaxBacklog);
        lock (gate)
        {
            pages.Add(page);
        }

        await using var end = ct.Register(() => page.Writer.TryComplete()); // The stream ends; an exception would cut the connection.
        try
        {
            yield return new SseItem<string>(state().ToJsonString(), "state");
            await foreach (var item in page.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return item;
            }
        }
        finally
        {
            lock (gate)
            {
                pages.Remove(page);
            }
        }
    }
}
