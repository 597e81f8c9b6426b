using System.Text.Json.Serialization;

namespace NewsBot.Discord.Gateway;

/// <summary>What goes over the gateway. Nulls are written: a first heartbeat is <c>{"op":1,"d":null}</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GatewayFrame))]
[JsonSerializable(typeof(GatewayReady))]
[JsonSerializable(typeof(GuildBody))]
[JsonSerializable(typeof(HelloBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(Outgoing<long?>))]
[JsonSerializable(typeof(Outgoing<IdentifyBody>))]
[JsonSerializable(typeof(Outgoing<ResumeBody>))]
internal sealed partial class GatewayJson : JsonSerializerContext;

internal sealed record Outgoing<T>(int Op, T D);

internal sealed record HelloBody(double HeartbeatInterval);

/// <summary>The part of READY that a resume needs.</summary>
internal sealed record SessionBody(string? SessionId = null, string? ResumeGatewayUrl = null);

internal sealed record IdentifyBody(string Token, IdentifyProperties Properties, int Intents, int[] Shard);

internal sealed record IdentifyProperties(string Os, string Browser, string Device);

internal sealed record ResumeBody(string Token, string SessionId, long? Seq);
