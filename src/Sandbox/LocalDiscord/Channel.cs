namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>A text channel of the one guild.</summary>
public sealed record Channel(ulong Id, string Name, string? Topic, int Position);
