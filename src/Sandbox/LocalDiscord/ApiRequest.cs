using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>One request to the API. Status is null when the connection was dropped; Body is the JSON, or the payload_json of a form.</summary>
public sealed record ApiRequest(DateTimeOffset At, string Method, string Path, JsonElement? Body, int? Status);
