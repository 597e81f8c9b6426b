namespace NewsBot.Discord.Model;

/// <summary>A server, as far as permissions need it.</summary>
/// <param name="OwnerId">Who may do everything.</param>
/// <param name="Roles">@everyone among them: its id is the guild's.</param>
public sealed record Guild(Snowflake Id, string Name, Snowflake OwnerId, IReadOnlyList<Role> Roles);
