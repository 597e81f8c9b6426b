namespace NewsBot.Discord.Model;

/// <summary>An event in a guild's calendar.</summary>
/// <param name="CreatorId">Null: of an event that was made before Discord noted it.</param>
public sealed record ScheduledEvent(Snowflake Id, string Name, DateTimeOffset ScheduledStartTime, ScheduledEventStatus Status, DateTimeOffset? ScheduledEndTime = null, Snowflake? CreatorId = null);

/// <summary>Source: Discord, "Guild Scheduled Event". Scheduled may become Active or Canceled, Active may become Completed; the last two are final.</summary>
public enum ScheduledEventStatus
{
    Scheduled = 1,
    Active = 2,
    Completed = 3,
    Canceled = 4,
}
