namespace NewsBot.Discord.Rest;

/// <summary>Who ran into a limit. The first three are the values of <c>X-RateLimit-Scope</c>.</summary>
public enum RateLimitScope
{
    /// <summary>This bot, on one route.</summary>
    User,

    /// <summary>This bot, or its network address, on every route.</summary>
    Global,

    /// <summary>Everybody who uses the same channel; says nothing about this bot's own limits.</summary>
    Shared,

    /// <summary>The client itself: so many requests were invalid that Discord is about to ban the network address.</summary>
    Breaker,
}
