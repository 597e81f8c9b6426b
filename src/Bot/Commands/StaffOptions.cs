using NewsBot.Discord.Model;

namespace NewsBot.Bot.Commands;

/// <summary>Who may use the commands, and where.</summary>
/// <param name="Roles">Members with one of these roles are staff; none: nobody is.</param>
/// <param name="Guild">The one server whose people are listened to; none: nobody is.</param>
/// <param name="Desk">A channel that only staff see.</param>
/// <param name="TwoForPing">A post that pings a role waits until a second member of staff agrees.</param>
internal sealed record StaffOptions(IReadOnlySet<Snowflake> Roles, Snowflake? Guild, Snowflake? Desk = null, bool TwoForPing = false)
{
    /// <summary>Besides a role of <see cref="Roles"/>; also who sees the commands before the server's admins say otherwise.</summary>
    public Permissions Demanded { get; init; } = Permissions.ManageMessages;

    /// <summary>Whose wall clock the times mean that staff type.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}
