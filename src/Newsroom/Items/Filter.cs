namespace NewsBot.Newsroom.Items;

/// <summary>
/// Pure: which items of a topic a route lets pass, as in <c>kind:announcement and not ("fire drill" or author:press)</c>.
/// Terms are <c>kind: topic: source: title: author:</c> with a word or a "quoted phrase", <c>has:deadline</c>, <c>has:picture</c>, <c>has:link</c>,
/// and plain words, which stand somewhere in title, summary or body. Whole words, whatever their case and accents; <c>water*</c> begins one.
/// <c>not</c> binds before <c>and</c>, and <c>and</c> before <c>or</c>.
/// </summary>
public sealed class Filter
{
    /// <summary>UTF-16 units: as much as one can still understand, and short enough for an option of a command.</summary>
    public const int Longest = 300;

    /// <summary>Of brackets and of <c>not</c> inside one another: the reader is recursive, and nobody understands more.</summary>
    public const int Deepest = 8;

    private readonly FilterNode? root;
    private readonly string? broken;

    private Filter(FilterNode? root, string? broken = null)
    {
        this.root = root;
        this.broken = broken;
    }

    /// <exception cref="FilterException">It cannot be read.</exception>
    public static Filter Parse(string text) => new(FilterReader.Read(text));

    /// <exception cref="FilterException">It is there and cannot be read.</exception>
    internal static void Demand(string? text)
    {
        if (text is not null)
        {
            Parse(text);
        }
    }

    /// <summary>What the store holds. A filter that was written by another version and cannot be read lets nothing pass, and says so.</summary>
    /// <param name="text">Null: everything passes.</param>
    public static Filter Of(string? text)
    {
        try
        {
            return text is null ? new Filter(null) : Parse(text);
        }
        catch (FilterException unread)
        {
            return new Filter(null, unread.Message);
        }
    }

    /// <returns>Whether it passes, and why, as in "its kind is story, not announcement". It holds text of the item: escape it.</returns>
    public (bool Passes, string Why) Explain(FilterSubject subject) =>
        broken is not null ? (false, $"the filter cannot be read {broken}")
        : root is null ? (true, "there is no filter")
        : root.Explain(subject);

    /// <summary>What passes, as in "what is of kind announcement and does not say "fire drill"".</summary>
    public string Describe() => broken is not null ? "nothing, for the filter cannot be read" : root is null ? "everything" : $"what {root.Describe(not: false)}";
}
