using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>A value of front matter, whichever language it was written in, with its place in the file (both count from 1).</summary>
internal abstract record FrontValue(int Line, int Column)
{
    /// <summary>Deepest nesting taken. Nothing we read is deeper than three; the parsers below recurse.</summary>
    public const int MaxDepth = 32;

    public static readonly string TooDeep = $"nested more than {MaxDepth} deep";

    /// <summary>Tomlyn and System.Text.Json speak of their options where a writer wants to know what to change.</summary>
    public static bool IsAboutDepth(string message) => message.Contains("depth of", StringComparison.Ordinal);
}

/// <param name="Text">Null for an explicit null.</param>
internal sealed record FrontScalar(string? Text, int Line, int Column) : FrontValue(Line, Column);

internal sealed record FrontList(IReadOnlyList<FrontValue> Items, int Line, int Column) : FrontValue(Line, Column);

/// <summary>Keys are compared without regard to case, as Hugo does.</summary>
internal sealed record FrontMap(int Line, int Column) : FrontValue(Line, Column)
{
    private readonly Dictionary<string, FrontValue> entries = new(StringComparer.OrdinalIgnoreCase);

    public FrontValue? this[string key] => entries.GetValueOrDefault(key);

    /// <exception cref="FrontMatterException">The key stands there already: one of the two would be lost in silence.</exception>
    public void Add(string key, FrontValue value)
    {
        if (entries.TryGetValue(key, out var first) && !(first is FrontMap known && value is FrontMap more && known.TryAbsorb(more)))
        {
            throw new FrontMatterException(value.Line, value.Column, $"the key \"{PlainText.Line(key, 60)}\" stands twice (first on line {first.Line}); keep one");
        }

        entries.TryAdd(key, value);
    }

    /// <summary>Adds what is not there yet, as YAML's merge key <c>&lt;&lt;</c> asks.</summary>
    public void AddMissing(FrontMap other)
    {
        foreach (var (key, value) in other.entries)
        {
            entries.TryAdd(key, value);
        }
    }

    /// <summary>True for a table that TOML may open again under its own header, such as <c>[image]</c> after <c>image.src = "a.jpg"</c>.</summary>
    public bool Reopenable { get; init; }

    private bool TryAbsorb(FrontMap more)
    {
        if (!Reopenable || !more.Reopenable)
        {
            return false;
        }

        foreach (var (key, value) in more.entries)
        {
            Add(key, value);
        }

        return true;
    }
}
