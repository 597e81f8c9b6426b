namespace NewsBot.Newsroom.Items;

/// <summary>A filter that cannot be read: where, what is wrong there, and what would mend it.</summary>
public sealed class FilterException(int position, string problem, string hint)
    : FormatException($"at character {position}: {problem}; {hint}")
{
    /// <summary>From 1; one more than the length when the text ends too early.</summary>
    public int Position { get; } = position;
}
