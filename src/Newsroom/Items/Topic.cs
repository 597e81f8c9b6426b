namespace NewsBot.Newsroom.Items;

/// <summary>What news is about; people follow topics.</summary>
public sealed record Topic
{
    public required long Id { get; init; }

    /// <summary>Lower-case letters, digits and hyphens; stands in front matter and in addresses.</summary>
    public required string Slug { get; init; }
    public required string Name { get; init; }

    /// <summary>Not null: nothing new is posted for it.</summary>
    public DateTimeOffset? MutedAt { get; init; }
}

/// <summary>Who made a route.</summary>
public enum RouteOrigin
{
    /// <summary>The configuration: it goes when the configuration names it no more.</summary>
    File,

    /// <summary>Staff, by a command.</summary>
    Staff,
}

/// <summary>From a topic to an address.</summary>
public sealed record Route
{
    public required long Id { get; init; }
    public required long TopicId { get; init; }
    public required string Lane { get; init; }
    public required string Address { get; init; }

    /// <summary>JSON that only the lane's sender reads.</summary>
    public required string Settings { get; init; }

    /// <summary>A new route starts here: what was public before is not posted to it.</summary>
    public required DateTimeOffset Since { get; init; }
    public RouteOrigin Origin { get; init; }
}
