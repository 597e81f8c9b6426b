namespace NewsBot.Bot.Chat.Rich;

/// <summary>How words stand out.</summary>
[Flags]
internal enum Style
{
    None = 0,
    Strike = 1,
    Strong = 2,
    Emphasis = 4,
}

/// <summary>A part of a paragraph.</summary>
internal abstract record Inline
{
    private Inline()
    {
    }

    /// <param name="Text">"\n" is a line break that is meant; other white space is folded.</param>
    internal sealed record Words(string Text, Style Style = Style.None) : Inline;

    internal sealed record Code(string Text) : Inline;

    /// <param name="Address">As it was written, of any scheme or none.</param>
    internal sealed record Link(string Address, IReadOnlyList<Inline> Content) : Inline;

    /// <param name="Address">As it was written, of any scheme or none.</param>
    internal sealed record Picture(string Address, string Alt) : Inline;
}
