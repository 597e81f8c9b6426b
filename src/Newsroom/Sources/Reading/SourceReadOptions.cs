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

    /// <summary>IANA time zone of dates that carry no offset; feeds have their own rule and do not look at it.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>The instant that decides between scheduled, published and expired.</summary>
    public required DateTimeOffset Now { get; init; }
}
