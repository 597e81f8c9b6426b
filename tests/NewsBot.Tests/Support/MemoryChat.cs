using System.Collections.Concurrent;
using System.Globalization;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Tests.Support;

/// <summary>A chat in memory that folds repeats by key, as Discord does by nonce, and fails at the n-th send, before or after its effect.</summary>
public sealed class MemoryChat
{
    private readonly ConcurrentDictionary<string, Wanted> shown = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> created = new(StringComparer.Ordinal);
    private int sends;

    public int FailAt { get; set; }

    public bool FailAfterTheEffect { get; set; }

    public int Sends => sends;

    public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var fails = Interlocked.Increment(ref sends) == FailAt;
        if (fails && !FailAfterTheEffect)
        {
            throw new IOException("the connection broke before anything happened");
        }

        var remoteId = delivery.RemoteId ?? created.GetOrAdd(delivery.DedupKey, _ => created.Count.ToString(CultureInfo.InvariantCulture));
        shown[$"{delivery.Address} {(char)('a' + delivery.CauseId - 1)}"] = delivery.Wanted;
        return fails ? throw new IOException("the connection broke after the message was made") : Task.FromResult<SendOutcome>(new SendOutcome.Sent(remoteId));
    }

    /// <summary>What stands, as <c>address item wanted</c>, in order.</summary>
    public IReadOnlyList<string> Shown() =>
        [.. shown.Select(pair => $"{pair.Key} {pair.Value.ToString().ToLowerInvariant()}").Order(StringComparer.Ordinal)];
}
