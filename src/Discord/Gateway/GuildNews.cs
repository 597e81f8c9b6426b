using NewsBot.Discord.Model;

namespace NewsBot.Discord.Gateway;

/// <summary>What became of a guild.</summary>
/// <param name="Name">Discord names it only when the guild is available.</param>
public sealed record GuildNews(Snowflake Id, string? Name, GuildState State);

public enum GuildState
{
    Available,

    /// <summary>Discord cannot serve it now; the bot is still a member. Taking this for a removal would delete all settings in an outage.</summary>
    Outage,

    /// <summary>The bot was removed, or the guild deleted.</summary>
    Removed,
}

internal sealed record GuildBody(Snowflake Id, string? Name = null, bool? Unavailable = null);
