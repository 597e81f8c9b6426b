namespace NewsBot.Newsroom.Sources.Page;

/// <summary>Where a topic page is and what becomes of its items.</summary>
public sealed record PageOptions
{
    public required Uri Address { get; init; }

    public PageSelectors Selectors { get; init; } = new();

    /// <summary>IANA zone of dates without an offset.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Kind of every item.</summary>
    public string Kind { get; init; } = "story";

    /// <summary>Time between two reads, where the page's server asks for no longer one.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(5);
}
