namespace NewsBot.Newsroom.Deliveries;

/// <summary>What a held row waits for; stored as the sum. It is kept while the row is cancelled: what comes back still needs its answer.</summary>
[Flags]
public enum HeldFor
{
    None = 0,

    /// <summary>Too many came at once, and staff say whether they are news.</summary>
    Fuse = 1,

    /// <summary>Its route wants each post approved.</summary>
    Approval = 2,
}
