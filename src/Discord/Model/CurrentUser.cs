namespace NewsBot.Discord.Model;

/// <summary>The bot itself.</summary>
public sealed record CurrentUser(Snowflake Id, string Username, bool Bot = false);
