using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>One event that a client sent. The token in it is blanked.</summary>
/// <param name="Connection">Counts from 1, over all connections.</param>
public sealed record ClientFrame(DateTimeOffset At, int Connection, int Op, JsonElement? Data);
