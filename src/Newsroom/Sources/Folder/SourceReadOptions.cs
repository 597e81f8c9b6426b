namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>How <see cref="SourceRead"/> reads.</summary>
public sealed record SourceReadOptions
{
    /// <summary>Site that relative links and images belong to; null: images stay relative, relative links are left out.</summary>
    public Uri? Base { get; init; }

    /// <summary>IANA time zone of dates that carry no offset.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>The instant that decides between scheduled, published and expired.</summary>
    public required DateTimeOffset Now { get; init; }
}
