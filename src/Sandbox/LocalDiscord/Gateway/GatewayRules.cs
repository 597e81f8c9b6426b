namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>The numbers the gateway plays with: Discord's own where it tells them.</summary>
/// <remarks>https://docs.discord.com/developers/events/gateway.</remarks>
public sealed record GatewayRules
{
    /// <summary>What hello asks for. Discord's is around 41 s and promised by nobody.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(41_250);

    /// <summary>A connection that has not beaten for so long is closed with 4009; null = one and a half heartbeats.</summary>
    public TimeSpan? Silence { get; init; }

    /// <summary>Identifies in 24 hours over all shards; beyond them all sessions end and the token is reset.</summary>
    public int Identifies { get; init; } = 1000;

    /// <summary>Between two identifies (max_concurrency is 1); the second within it gets op 9.</summary>
    public TimeSpan IdentifyEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a session without a connection can be resumed. Discord says "a few minutes" at most.</summary>
    public TimeSpan SessionLife { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Events kept for a resume; a client that missed more must identify anew.</summary>
    public int Kept { get; init; } = 1_000;

    /// <summary>Events a connection may send in 60 seconds; beyond them it is closed with 4008.</summary>
    public int SendsAMinute { get; init; } = 120;

    /// <summary>Intents that the application was not granted: 4014. Presences, members and message content at first, as for a new application.</summary>
    public int Disallowed { get; init; } = (1 << 8) | (1 << 1) | (1 << 15);

    /// <summary>Bytes of filling in GUILD_CREATE, to play a large guild.</summary>
    public int Filling { get; init; }
}
