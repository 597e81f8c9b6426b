namespace NewsBot.Newsroom.Sources;

/// <summary>A source cannot be read. The message names the trouble and what would mend it, without secrets.</summary>
public sealed class SourceException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The source asks not to be read again before this has passed.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>No repetition helps: nothing more is asked until a person acts.</summary>
    public bool Parked { get; init; }
}
