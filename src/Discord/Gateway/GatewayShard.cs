using Microsoft.Extensions.Logging;
using NewsBot.Discord.Rest;

namespace NewsBot.Discord.Gateway;

/// <summary>
/// Keeps one connection to Discord's gateway and hands out its events. <see cref="RunAsync"/> connects, resumes and identifies
/// as often as Discord makes it necessary, and no more: an identify is spent only where nothing else helps.
/// </summary>
public sealed class GatewayShard
{
    private readonly ShardParts parts;
    private int running;

    /// <param name="options">The bot's token.</param>
    /// <param name="gateway">What to ask of Discord.</param>
    /// <param name="rest">Says where the gateway is and how many sessions may still begin.</param>
    /// <param name="time">Measures all waits.</param>
    /// <param name="logger">Gets one line for each change.</param>
    public GatewayShard(DiscordOptions options, GatewayOptions gateway, DiscordRest rest, TimeProvider time, ILogger<GatewayShard> logger)
    {
        if (gateway.ShardCount < 1 || gateway.ShardId < 0 || gateway.ShardId >= gateway.ShardCount)
            throw new ArgumentException($"Shard {gateway.ShardId} of {gateway.ShardCount} cannot be: shards count from 0.", nameof(gateway));
        parts = new ShardParts(options, gateway, rest, time, logger, new StatusBoard(time));
    }

    /// <summary>A snapshot; safe to read at any time.</summary>
    public GatewayStatus Status => parts.Board.Status;

    /// <summary>
    /// Runs until it is stopped or Discord refuses for good (<see cref="GatewayPhase.Failed"/>: the reason is in
    /// <see cref="Status"/>, and every later call returns at once, since no repetition helps). It returns in both cases and
    /// throws neither. A stop closes with code 1000: the bot goes offline at once, and the next start begins a new session.
    /// </summary>
    /// <param name="handle">
    /// Gets the events one after another, off the connection's loop, and should only pass them on: while it is busy at most
    /// <see cref="EventQueue.MostEvents"/> wait and the newest are dropped; of interactions <see cref="EventQueue.MostInteractions"/>
    /// wait. It must end soon after its token does. Its exceptions are logged by type and end nothing.
    /// </param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    public async Task RunAsync(Func<GatewayEvent, CancellationToken, ValueTask> handle, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref running, 1) != 0)
            throw new InvalidOperationException("The shard runs already; one object is one connection.");
        try
        {
            if (Status.Phase == GatewayPhase.Failed)
                return;
            await using var loop = new ShardLoop(parts, handle);
            await loop.RunAsync(ct);
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
    }
}

/// <summary>What a shard has from outside, and what outlives a run.</summary>
internal sealed record ShardParts(DiscordOptions Options, GatewayOptions Gateway, DiscordRest Rest, TimeProvider Time, ILogger Logger, StatusBoard Board)
{
    /// <summary>A record would print all of them.</summary>
    public override string ToString() => $"shard {Gateway.ShardId} of {Gateway.ShardCount}";
}
