using NewsBot.Digest.Languages;

namespace NewsBot.Digest.Subscribers;

/// <summary>What <c>pages/manage</c> shows.</summary>
/// <param name="State"><c>show</c>; <c>erase</c> asks, <c>erased</c> says so; <c>gone</c> when nothing is kept of the reader; or <c>bad</c>.</param>
public sealed record ManagePage(string State, string Language)
{
    public string Direction => Phrases.Direction(Language);

    /// <summary>Masked.</summary>
    public string Address { get; init; } = "";

    /// <summary>What was done, or what was wrong with what was asked.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>Nothing was done.</summary>
    public bool Refused { get; init; }

    /// <summary>A token, or null: there is nothing to take back.</summary>
    public string? Undo { get; init; }

    /// <summary>No mail goes to the address whatever is ticked, for a bounce or a complaint.</summary>
    public bool Blocked { get; init; }

    public IReadOnlyList<ManageTopic> Topics { get; init; } = [];

    /// <summary>The day on which digests begin again, or null: no pause.</summary>
    public string? Paused { get; init; }

    /// <summary>As a date field writes them.</summary>
    public string FirstDay { get; init; } = "";

    public string LastDay { get; init; } = "";

    public IReadOnlyList<ManageChoice> Languages { get; init; } = [];

    /// <summary>What the reader chose, or empty.</summary>
    public string Zone { get; init; } = "";

    public IReadOnlyList<string> Zones { get; init; } = [];
}

/// <param name="Plans">How often it can come; the chosen one is the one that it comes in, or would.</param>
public sealed record ManageTopic(long Id, string Name, bool Followed, IReadOnlyList<ManageChoice> Plans);

public sealed record ManageChoice(string Value, string Label, bool Chosen);
