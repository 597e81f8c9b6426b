namespace NewsBot.Sandbox.LocalDiscord.Webhooks;

/// <summary>An incoming webhook: whoever has its token may post in its channel.</summary>
public sealed record Webhook(ulong Id, ulong Channel, string Name, string Token);
