using NewsBot.Newsroom.Items;

namespace NewsBot.Newsroom.Sources;

/// <summary>One read of a content source.</summary>
/// <param name="Records">What was readable.</param>
/// <param name="Refusals">What was not, and why; its items stay as they stand in the store.</param>
/// <param name="Cursor">Where the next read begins.</param>
/// <param name="Complete">True when the page is all that the source holds, so that an item missing from it is gone.</param>
public sealed record ContentPage(
    IReadOnlyList<Record> Records,
    IReadOnlyList<Refusal> Refusals,
    string? Cursor,
    bool Complete)
{
    /// <summary>Ids that the source says are withdrawn. What only fell out of the window of a feed is not here.</summary>
    public IReadOnlyList<string> Withdrawn { get; init; } = [];

    /// <summary>The source has nothing that the last read in this process did not have; then the rest is empty but the cursor.</summary>
    public bool Unchanged { get; init; }

    /// <summary>
    /// True: what is new here was there before the source was connected, so it is stored and never posted. False: it is news, also on the first
    /// read. Null, the rule: the first read is the archive.
    /// </summary>
    public bool? Archive { get; init; }

    /// <summary>The source asks not to be read again before this has passed; null: it asks nothing.</summary>
    public TimeSpan? Wait { get; init; }
}

/// <summary>A record that could not be taken as it is.</summary>
/// <param name="ExternalId">Its id, when that much was readable: the item it would have changed is left alone.</param>
/// <param name="Where">Where to look, such as <c>news/port.md:4</c>.</param>
/// <param name="Reason">What is wrong and what would mend it.</param>
/// <param name="Fatal">False: a warning, the record goes on without the part that was refused.</param>
public sealed record Refusal(string? ExternalId, string Where, string Reason, bool Fatal = true);
