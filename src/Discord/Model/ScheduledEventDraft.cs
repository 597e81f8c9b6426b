namespace NewsBot.Discord.Model;

/// <summary>An event that takes place outside Discord. On an edit, null means "leave as it stands".</summary>
public sealed record ScheduledEventDraft
{
    /// <summary>1 to <see cref="Limits.EventName"/> code points; a create needs it.</summary>
    public string? Name { get; init; }

    /// <summary>At most <see cref="Limits.EventDescription"/> code points.</summary>
    public string? Description { get; init; }

    /// <summary>In the future; a create needs it.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>After the start; a create needs it, since nobody is there to end the event.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>1 to <see cref="Limits.EventLocation"/> code points, an address on the web too; a create needs it.</summary>
    public string? Location { get; init; }

    /// <summary>Edit only: to cancel or end it.</summary>
    public ScheduledEventStatus? Status { get; init; }
}
