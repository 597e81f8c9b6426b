using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord.Events;

/// <summary>The body of a create or a change of an event, checked and laid over what stood.</summary>
internal static class EventForm
{
    private const int MaxName = 100;
    private const int MaxDescription = 1000;
    private const int MaxLocation = 100;
    private const int External = 3;
    private const int GuildOnly = 2;

    /// <exception cref="Refusal">50035 with what is wrong; 180000 for an event that is over.</exception>
    /// <remarks>https://docs.discord.com/developers/resources/guild-scheduled-event#create-guild-scheduled-event.</remarks>
    public static ScheduledEvent Read(JsonElement json, ScheduledEvent? before, ulong id, DateTimeOffset now)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw FormErrors.One("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }

        if (before is { Status: EventStatus.Completed or EventStatus.Cancelled })
        {
            throw new Refusal(Answer.Error(400, 180000, "Cannot update a finished event"));
        }

        var errors = new FormErrors();
        var form = new Form(json, "", errors);
        var create = before is null;
        Choice(form, "entity_type", External, create);
        Choice(form, "privacy_level", GuildOnly, create);
        var start = Instant(form, "scheduled_start_time", before?.Start);
        var end = Instant(form, "scheduled_end_time", before?.End);
        if (start <= now && (create || start != before!.Start))
        {
            form.Error("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.");
        }

        if (end <= start)
        {
            form.Error("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Cannot schedule event to end before its start.");
        }

        var place = form.Object("entity_metadata");
        if (create && place is null)
        {
            form.Error("entity_metadata", "BASE_TYPE_REQUIRED", "This field is required");
        }

        var scheduled = new ScheduledEvent(
            id,
            create || form.Has("name") ? form.Text("name", MaxName, required: true) ?? "" : before!.Name,
            form.Has("description") ? form.Text("description", MaxDescription) : before?.Description,
            start,
            end,
            place is null ? before?.Location ?? "" : place.Text("location", MaxLocation, required: true) ?? "",
            Status(form, before?.Status ?? EventStatus.Scheduled));
        errors.ThrowIfAny();
        return scheduled;
    }

    /// <summary>Scheduled becomes active or cancelled, active becomes completed; nothing else.</summary>
    private static EventStatus Status(Form form, EventStatus before)
    {
        if (form.Number("status", (int)EventStatus.Scheduled, (int)EventStatus.Cancelled) is not { } wanted || wanted == (int)before)
        {
            return before;
        }

        var after = (EventStatus)wanted;
        if ((before, after) is not ((EventStatus.Scheduled, EventStatus.Active or EventStatus.Cancelled) or (EventStatus.Active, EventStatus.Completed)))
        {
            form.Error("status", "TRANSITION_INVALID_STATUS", $"Invalid Guild Scheduled Event Status Transition: {(int)before} to {wanted}.");
        }

        return after;
    }

    private static DateTimeOffset Instant(Form form, string name, DateTimeOffset? before)
    {
        if (form.Instant(name) is { } instant)
        {
            return instant;
        }

        if (before is null && !form.Has(name))
        {
            form.Error(name, "BASE_TYPE_REQUIRED", "This field is required");
        }

        return before ?? default;
    }

    private static void Choice(Form form, string name, int only, bool required)
    {
        var value = form.Number(name, 1, only);
        if (value is not null && value != only)
        {
            form.Error(name, "BASE_TYPE_CHOICES", $"Value must be one of ({only},).");
        }
        else if (required && !form.Has(name))
        {
            form.Error(name, "BASE_TYPE_REQUIRED", "This field is required");
        }
    }
}
