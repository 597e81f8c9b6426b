namespace NewsBot.Newsroom.Sources.Web;

/// <summary>A good answer.</summary>
public sealed record WebAnswer
{
    /// <summary>False: it is what the memory already knew, and <see cref="Body"/> is empty.</summary>
    public required bool Changed { get; init; }

    /// <summary>Decompressed, otherwise as it came: sniff it, the server's label may lie.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>As the server wrote it, with its parameters.</summary>
    public string? ContentType { get; init; }

    /// <summary>Where the answer came from after redirects; relative links belong to it.</summary>
    public required Uri Address { get; init; }

    /// <summary>A WebSub hub of the Link header (W3C WebSub, section 4).</summary>
    public Uri? Hub { get; init; }

    /// <summary>The topic of the Link header, for that hub.</summary>
    public Uri? Self { get; init; }

    /// <summary>The server asks not to be asked again before this has passed; at most a day.</summary>
    public TimeSpan? Wait { get; init; }

    public required WebMemory Memory { get; init; }
}
