using NewsBot.Newsroom.Sources.Page;

namespace NewsBot.Newsroom.Sources.Reading;

/// <summary>How <see cref="SourceRead"/> reads.</summary>
public sealed record SourceReadOptions
{
    /// <summary>
    /// Address that the document was found at, or site that the files belong to; completes relative addresses. Null: relative
    /// links are left out.
    /// </summary>
    public Uri? Base { get; init; }

    /// <summary>As a server would have said it; null: not known.</summary>
    public string? ContentType { get; init; }

    /// <summary>Names of hosts that may be asked although they lie in a private network.</summary>
    public IReadOnlyCollection<string> AllowHosts { get; init; } = [];

    /// <summary>IANA time zone of dates that carry no offset; feeds have their own rule and do not look at it.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Where the parts of an item stand on a page.</summary>
    public PageSelectors Selectors { get; init; } = new();

    /// <summary>The instant that decides between scheduled, published and expired.</summary>
    public required DateTimeOffset Now { get; init; }
}
