using System.Collections.Concurrent;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// Since when an address has said what it says, for <c>Last-Modified</c>. It is observed and not read from the store, because an item that is
/// withdrawn, expires or leaves a topic takes its date with it. A process that has just started says that everything is new: nothing is missed.
/// </summary>
internal sealed class PageAge(TimeProvider time)
{
    /// <summary>Addresses that are remembered; when there are more, all are new again.</summary>
    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, (string Tag, DateTimeOffset Since)> seen = new(StringComparer.Ordinal);

    /// <returns>In whole seconds, as the header has them; a change within the same second counts as one of the next.</returns>
    public DateTimeOffset Of(string address, string tag)
    {
        if (seen.Count > Most)
        {
            seen.Clear();
        }

        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        return seen.AddOrUpdate(
            address,
            _ => (tag, now),
            (_, before) => before.Tag == tag ? before : (tag, now > before.Since ? now : before.Since.AddSeconds(1))).Since;
    }
}
