using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>A session outlives its connection: it numbers events and keeps them for a resume. Guarded by the gateway's lock.</summary>
internal sealed class GatewaySession(string id, long intents, (int Id, int Count) shard, GatewayRules rules)
{
    private const long Guilds = 1;
    private const long Members = 1 << 1;
    private const long Webhooks = 1 << 5;
    private const long Messages = 1 << 9;
    private const long Events = 1 << 16;

    private readonly Queue<(long Number, byte[] Frame)> kept = new();

    public string Id => id;

    public (int Id, int Count) Shard => shard;

    /// <summary>The number of the last event.</summary>
    public long Last { get; private set; }

    public GatewayConnection? Connection { get; set; }

    /// <summary>Time stamp of the connection's end, while there is none.</summary>
    public long LostAt { get; set; }

    /// <summary>What intents ask for; an event that belongs to none always comes.</summary>
    /// <remarks>https://docs.discord.com/developers/events/gateway#list-of-intents.</remarks>
    public bool Wants(string type)
    {
        var needed = type switch
        {
            "THREAD_MEMBERS_UPDATE" => Guilds | Members,
            _ when type.StartsWith("GUILD_SCHEDULED_EVENT_", StringComparison.Ordinal) => Events,
            _ when type.StartsWith("GUILD_MEMBER_", StringComparison.Ordinal) => Members,
            _ when type.StartsWith("GUILD_ROLE_", StringComparison.Ordinal) => Guilds,
            "GUILD_CREATE" or "GUILD_UPDATE" or "GUILD_DELETE" => Guilds,
            _ when type.StartsWith("CHANNEL_", StringComparison.Ordinal) || type.StartsWith("THREAD_", StringComparison.Ordinal) => Guilds,
            _ when type.StartsWith("MESSAGE_", StringComparison.Ordinal) => Messages,
            "WEBHOOKS_UPDATE" => Webhooks,
            _ => 0,
        };
        return needed == 0 || (intents & needed) != 0;
    }

    /// <summary>Gives an event its number and keeps it.</summary>
    public byte[] Number(string type, string data)
    {
        Last++;
        var frame = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $$"""{"t":{{JsonSerializer.Serialize(type)}},"s":{{Last}},"op":0,"d":{{data}}}"""));
        kept.Enqueue((Last, frame));
        if (kept.Count > rules.Kept)
        {
            kept.Dequeue();
        }

        return frame;
    }

    /// <summary>The events after a number; null when some of them are no longer kept.</summary>
    public IReadOnlyList<byte[]>? Missed(long after)
        => Last - after > kept.Count ? null : [.. kept.Where(one => one.Number > after).Select(one => one.Frame)];
}
