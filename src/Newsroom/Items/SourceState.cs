namespace NewsBot.Newsroom.Items;

/// <summary>How reading a source goes.</summary>
public enum SourceState
{
    Fine,

    /// <summary>The last reads went wrong; it is asked again, less and less often.</summary>
    Failing,

    /// <summary>There was no good read for more than an hour beyond the time when one was due.</summary>
    Late,

    /// <summary>Nothing more is asked until its options change or the program starts anew.</summary>
    Parked,
}
