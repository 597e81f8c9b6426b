namespace NewsBot.Discord.Model;

/// <summary>Where the gateway is, and how often this bot may still begin a session there.</summary>
public sealed record GatewayAddress(string Url, int Shards, SessionStartLimit SessionStartLimit);

/// <summary>Beyond the total Discord ends all sessions and resets the token. Source: Discord, "Session Start Limit".</summary>
/// <param name="Total">Per 24 hours.</param>
/// <param name="ResetAfter">Milliseconds.</param>
/// <param name="MaxConcurrency">Identifies per 5 seconds.</param>
public sealed record SessionStartLimit(int Total, int Remaining, long ResetAfter, int MaxConcurrency);
