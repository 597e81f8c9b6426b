namespace NewsBot.Newsroom.Sources;

/// <summary>How the <see cref="Watcher"/> treats one source, whatever its kind.</summary>
public sealed record SourceOptions
{
    /// <summary>Time between two reads when nothing says "changed" in between.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>More new or vanished items than this in one read are held, or left standing, and reported.</summary>
    public int Fuse { get; init; } = 10;

    /// <summary>Of the very first read, post this many of the newest items; the rest is archive.</summary>
    public int PostFirst { get; init; }
}
