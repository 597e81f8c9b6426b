namespace NewsBot.Newsroom.Items;

/// <summary>What came of an order about an item. Closed: these four and no others.</summary>
public abstract record ItemResult
{
    private ItemResult()
    {
    }

    /// <param name="Item">As it is now.</param>
    /// <param name="Places">Where it stands or is owed now.</param>
    public sealed record Done(Item Item, IReadOnlyList<Place> Places) : ItemResult;

    /// <summary>It was so before, and nothing was written.</summary>
    public sealed record Already(Item Item, IReadOnlyList<Place> Places) : ItemResult;

    public sealed record Missing(long Id) : ItemResult;

    public sealed record Refused(Item Item, Obstacle Why, IReadOnlyList<Place> Places) : ItemResult;
}

/// <summary>Why an order about an item cannot be carried out.</summary>
public enum Obstacle
{
    /// <summary>People see it already, or may in a moment: it can be retracted, not held back.</summary>
    Posted,

    /// <summary>It is withdrawn, by its source or by staff.</summary>
    Withdrawn,

    /// <summary>Its source has it no more.</summary>
    GoneAtSource,

    /// <summary>The source's own embargo is ahead, and only the source may change that.</summary>
    Embargoed,
    Expired,
    InThePast,

    /// <summary>No topic of it leads anywhere.</summary>
    NoRoute,

    /// <summary>Its topics lead somewhere, and all of these are muted.</summary>
    Muted,

    /// <summary>Its topics lead somewhere, and no filter there lets it pass.</summary>
    Filtered,

    /// <summary>There is nothing to release.</summary>
    NotHeld,
}
