using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Events;

/// <summary>The guild's scheduled events. Thread-safe.</summary>
public sealed class LocalEvents
{
    /// <summary>Events that are scheduled or running: Discord's own bound (30038).</summary>
    private const int MaxOpen = 100;

    /// <summary>Events kept, those that are over included; the oldest are forgotten first.</summary>
    private const int MaxKept = 1_000;

    private readonly Lock gate = new();
    private readonly SortedDictionary<ulong, ScheduledEvent> events = [];
    private readonly Discord discord;
    private readonly TimeProvider time;

    internal LocalEvents(Discord discord, TimeProvider time) => (this.discord, this.time) = (discord, time);

    /// <summary>Every event, oldest first, those that are over included.</summary>
    public IReadOnlyList<ScheduledEvent> All
    {
        get
        {
            lock (gate)
            {
                return [.. events.Values];
            }
        }
    }

    /// <summary>Those that are scheduled or running.</summary>
    internal IReadOnlyList<ScheduledEvent> Open => [.. All.Where(IsOpen)];

    /// <exception cref="Refusal">What is wrong with the body, or (30038) too many events.</exception>
    internal ScheduledEvent Create(JsonElement json)
    {
        var id = discord.NewId();
        ScheduledEvent made;
        lock (gate)
        {
            made = EventForm.Read(json, before: null, id, time.GetUtcNow());
            if (events.Values.Count(IsOpen) >= MaxOpen)
            {
                throw new Refusal(Answer.Error(400, 30038, "Maximum number of guild scheduled events reached (100)"));
            }

            events[id] = made;
            if (events.Count > MaxKept)
            {
                events.Remove(events.Keys.First());
            }
        }

        discord.Gateway.Dispatch("GUILD_SCHEDULED_EVENT_CREATE", Json(made));
        return made;
    }

    /// <exception cref="Refusal">10070, or what is wrong with the body.</exception>
    internal ScheduledEvent Change(ulong id, JsonElement json)
    {
        ScheduledEvent changed;
        lock (gate)
        {
            changed = events[id] = EventForm.Read(json, Known(id), id, time.GetUtcNow());
        }

        discord.Gateway.Dispatch("GUILD_SCHEDULED_EVENT_UPDATE", Json(changed));
        return changed;
    }

    /// <exception cref="Refusal">10070: there is none.</exception>
    internal void Delete(ulong id)
    {
        ScheduledEvent gone;
        lock (gate)
        {
            gone = Known(id);
            events.Remove(id);
        }

        discord.Gateway.Dispatch("GUILD_SCHEDULED_EVENT_DELETE", Json(gone));
    }

    /// <exception cref="Refusal">10070: there is none.</exception>
    internal ScheduledEvent Known(ulong id)
    {
        lock (gate)
        {
            return events.TryGetValue(id, out var found) ? found : throw new Refusal(Answer.Error(404, 10070, "Unknown Guild Scheduled Event"));
        }
    }

    internal JsonObject Json(ScheduledEvent scheduled) => new()
    {
        ["id"] = Snowflakes.Text(scheduled.Id),
        ["guild_id"] = Snowflakes.Text(discord.GuildId),
        ["channel_id"] = null,
        ["creator_id"] = Snowflakes.Text(discord.BotId),
        ["creator"] = discord.Bot,
        ["name"] = scheduled.Name,
        ["description"] = scheduled.Description,
        ["image"] = null,
        ["scheduled_start_time"] = MessageJson.Instant(scheduled.Start),
        ["scheduled_end_time"] = MessageJson.Instant(scheduled.End),
        ["privacy_level"] = 2,
        ["status"] = (int)scheduled.Status,
        ["entity_type"] = 3,
        ["entity_id"] = null,
        ["entity_metadata"] = new JsonObject { ["location"] = scheduled.Location },
        ["recurrence_rule"] = null,
        ["user_count"] = 0,
    };

    private static bool IsOpen(ScheduledEvent scheduled) => scheduled.Status is EventStatus.Scheduled or EventStatus.Active;
}
