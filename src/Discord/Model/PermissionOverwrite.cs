namespace NewsBot.Discord.Model;

/// <summary>What a channel changes for a role or a member.</summary>
/// <param name="Id">Of the role or the member; @everyone has the guild's id.</param>
public sealed record PermissionOverwrite(Snowflake Id, OverwriteType Type, Permissions Allow, Permissions Deny);

public enum OverwriteType
{
    Role = 0,
    Member = 1,
}
