namespace NewsBot.Discord.Gateway;

/// <summary>How a shard is, for people.</summary>
/// <param name="Since">When the phase was entered.</param>
/// <param name="Reason">Why it stands there or why the last connection ended, in one sentence.</param>
/// <param name="Identifies">Sent by this shard object in the last 24 hours.</param>
/// <param name="RoundTrip">Of the last heartbeat that was acknowledged.</param>
/// <param name="DroppedEvents">Not handed over since the start, because the handler was too slow.</param>
public sealed record GatewayStatus(GatewayPhase Phase, DateTimeOffset Since, string Reason, int Identifies, TimeSpan? RoundTrip, long DroppedEvents)
{
    public bool IsUp => Phase is GatewayPhase.Ready;
}
