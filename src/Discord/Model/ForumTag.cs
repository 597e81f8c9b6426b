namespace NewsBot.Discord.Model;

/// <summary>A tag that a forum offers for its posts.</summary>
/// <param name="Moderated">Only who has <see cref="Permissions.ManageThreads"/> may set it.</param>
public sealed record ForumTag(Snowflake Id, string Name, bool Moderated = false);
