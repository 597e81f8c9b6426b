namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>A role that anybody may mention. Colour is 0xRRGGBB; 0 means none.</summary>
public sealed record Role(ulong Id, string Name, int Colour);
