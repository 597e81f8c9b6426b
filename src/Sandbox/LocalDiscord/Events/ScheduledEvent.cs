namespace NewsBot.Sandbox.LocalDiscord.Events;

/// <summary>An event that members see above the channels. Only events elsewhere (an address, a link) are known here, none in voice or on a stage.</summary>
/// <param name="Location">1 to 100 characters, as Discord bounds it.</param>
public sealed record ScheduledEvent(ulong Id, string Name, string? Description, DateTimeOffset Start, DateTimeOffset End, string Location, EventStatus Status);

/// <remarks>https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-status.</remarks>
public enum EventStatus
{
    Scheduled = 1,
    Active = 2,
    Completed = 3,
    Cancelled = 4,
}
