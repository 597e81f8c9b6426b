using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsBot.Discord.Gateway;

/// <summary>One message of the gateway, as it came. Source: Discord, "Payload Structure".</summary>
/// <param name="Op">See <see cref="GatewayOp"/>; unknown ones are legal.</param>
/// <param name="D">The data; undefined if the frame had none.</param>
/// <param name="S">The event's number, for a dispatch.</param>
/// <param name="T">The event's type, for a dispatch.</param>
internal sealed record GatewayFrame([property: JsonRequired] int Op, JsonElement D = default, long? S = null, string? T = null)
{
    /// <summary>Of the whole message.</summary>
    [JsonIgnore]
    public int Bytes { get; init; }

    /// <returns>Null if it is not JSON, not a frame, or an event without a name.</returns>
    public static GatewayFrame? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var frame = JsonSerializer.Deserialize(json, GatewayJson.Default.GatewayFrame);
            return frame is null or { Op: GatewayOp.Dispatch, T: null or "" } ? null : frame with { Bytes = json.Length };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal static class GatewayOp
{
    public const int Dispatch = 0;
    public const int Heartbeat = 1;
    public const int Identify = 2;
    public const int Resume = 6;
    public const int Reconnect = 7;
    public const int InvalidSession = 9;
    public const int Hello = 10;
    public const int HeartbeatAck = 11;
}
