namespace NewsBot.Newsroom.Sources;

/// <summary>A place that news comes from: a folder, a feed, a page, a query.</summary>
public interface IContentSource
{
    /// <summary>Stable name from the configuration; half of every item's identity.</summary>
    string Name { get; }

    /// <summary>
    /// Reads what the source holds now, or what changed since <paramref name="cursor"/>. One unreadable record never loses the
    /// others (it becomes a <see cref="Refusal"/>); an unreadable source throws, and the caller tries again later.
    /// </summary>
    /// <param name="cursor">What the last read returned, also before a restart; null on the first ever.</param>
    Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct);
}
