using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <summary>A scheduled event outside Discord: entity type 3 ("external"), privacy level 2, the only one there is.</summary>
internal sealed record EventBody
{
    private const int External = 3;
    private const int GuildOnly = 2;

    public string? Name { get; init; }

    public string? Description { get; init; }

    public DateTimeOffset? ScheduledStartTime { get; init; }

    public DateTimeOffset? ScheduledEndTime { get; init; }

    public EventPlace? EntityMetadata { get; init; }

    public int? EntityType { get; init; }

    public int? PrivacyLevel { get; init; }

    public ScheduledEventStatus? Status { get; init; }

    public static EventBody Create(ScheduledEventDraft draft) => Edit(draft) with { EntityType = External, PrivacyLevel = GuildOnly, Status = null };

    public static EventBody Edit(ScheduledEventDraft draft) => new()
    {
        Name = draft.Name,
        Description = draft.Description,
        ScheduledStartTime = draft.StartsAt,
        ScheduledEndTime = draft.EndsAt,
        EntityMetadata = draft.Location is { } location ? new EventPlace(location) : null,
        Status = draft.Status,
    };
}

internal sealed record EventPlace(string Location);
