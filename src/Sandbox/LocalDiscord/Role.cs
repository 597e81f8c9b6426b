namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>A role that anybody may mention, if it is mentionable. Colour is 0xRRGGBB; 0 means none.</summary>
public sealed record Role(ulong Id, string Name, int Colour)
{
    public Permissions Permissions { get; init; }

    /// <summary>False for @everyone and for the bot's own role: only who may mention everyone pings those.</summary>
    public bool Mentionable { get; init; } = true;

    /// <summary>Made for the bot by its invitation, and given to nobody else.</summary>
    public bool Managed { get; init; }
}
