namespace NewsBot.Discord.Gateway;

/// <summary>What one shard asks of Discord, and of the program that runs it.</summary>
public sealed record GatewayOptions
{
    /// <summary>Interactions need none; <see cref="GatewayIntents.Guilds"/> tells of outages, removals and channels.</summary>
    public GatewayIntents Intents { get; init; } = GatewayIntents.Guilds;

    /// <summary>Below 2,500 guilds one shard is enough. Source: Discord, "Sharding".</summary>
    public int ShardId { get; init; }

    public int ShardCount { get; init; } = 1;

    /// <summary>
    /// Asks to identify once; called right before each identify. Zero: taken, and written down where a restart will find it.
    /// More: not taken, come back after that time. A failure counts as not taken. Past 1,000 identifies a day Discord resets
    /// the token, and it is a restarting process that gets there: hence the answer must not live in memory.
    /// </summary>
    public Func<CancellationToken, Task<TimeSpan>> TakeIdentify { get; init; } = _ => Task.FromResult(TimeSpan.Zero);
}
