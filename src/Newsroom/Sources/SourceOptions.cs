namespace NewsBot.Newsroom.Sources;

/// <summary>How the <see cref="Watcher"/> treats one source, whatever its kind.</summary>
public sealed record SourceOptions
{
    /// <summary>Time between two reads when nothing says "changed" in between.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time before the first read: many sources must not all begin in one moment.</summary>
    public TimeSpan StartAfter { get; init; }

    /// <summary>More new or vanished items than this in one read are held, or left standing, and reported.</summary>
    public int Fuse { get; init; } = 10;

    /// <summary>Of the very first read, post this many of the newest items; the rest is archive.</summary>
    public int PostFirst { get; init; }

    /// <summary>Topics that every item of the source has besides its own.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>A topic that nobody knows is a mistake to tell staff of, and not one of a stranger's many categories.</summary>
    public bool OwnTopics { get; init; } = true;
}
