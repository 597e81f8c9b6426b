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

    /// <summary>What <see cref="Items.Filter"/> reads; null: everything passes.</summary>
    public string? Filter { get; init; }

    /// <summary>Each post waits until staff approve it.</summary>
    public bool Approval { get; init; }

    /// <summary>A new route starts here: what was public before is not posted to it.</summary>
    public required DateTimeOffset Since { get; init; }
    public RouteOrigin Origin { get; init; }

    public RouteTerms Terms => new(Settings, Filter, Approval);
}

/// <summary>What is agreed on a route.</summary>
/// <param name="Settings">JSON that only the lane's sender reads.</param>
/// <param name="Filter">What <see cref="Items.Filter"/> reads; null: everything passes.</param>
/// <param name="Approval">Each post waits until staff approve it.</param>
public sealed record RouteTerms(string Settings, string? Filter = null, bool Approval = false);
