namespace NewsBot.Discord.Model;

/// <summary>A forum's thread that was just made.</summary>
/// <param name="Id">Of the thread, and of its first message too.</param>
public sealed record ForumPost(Snowflake Id, string Name, Message Message);
