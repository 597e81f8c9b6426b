namespace NewsBot.Discord.Gateway;

/// <summary>Which groups of events Discord sends. Interactions come whatever is set. Source: Discord, "Gateway Intents".</summary>
[Flags]
public enum GatewayIntents
{
    None = 0,

    /// <summary>Guilds, channels, threads and roles; not privileged.</summary>
    Guilds = 1 << 0,

    /// <summary>Privileged.</summary>
    GuildMembers = 1 << 1,

    /// <summary>Privileged.</summary>
    GuildPresences = 1 << 8,

    GuildMessages = 1 << 9,

    /// <summary>Privileged.</summary>
    MessageContent = 1 << 15,

    GuildScheduledEvents = 1 << 16,
}
