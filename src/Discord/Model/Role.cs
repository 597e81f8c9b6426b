namespace NewsBot.Discord.Model;

/// <summary>A role of a guild.</summary>
/// <param name="Permissions">In the whole guild, before a channel's overwrites.</param>
/// <param name="Position">A bot gives and takes only roles below its own highest one.</param>
/// <param name="Managed">Belongs to an integration: nobody can give or take it.</param>
/// <param name="Mentionable">Anybody may ping it; else that needs <see cref="Permissions.MentionEveryone"/>.</param>
public sealed record Role(Snowflake Id, string Name, Permissions Permissions, int Position = 0, bool Managed = false, bool Mentionable = false);
