namespace NewsBot.Digest.Pages;

/// <summary>What <c>pages/topics</c> shows. Texts are not encoded yet; addresses are absolute and http or https.</summary>
internal sealed record TopicListModel(string Language, string Direction, string Site, string Url, IReadOnlyList<TopicLine> Topics, string? Archive);

/// <param name="Newest">A date; null: nothing is public.</param>
internal sealed record TopicLine(string Name, string Url, string Feed, string? Newest);

/// <summary>What <c>pages/topic</c> shows, likewise.</summary>
internal sealed record TopicPageModel
{
    public required string Language { get; init; }
    public required string Direction { get; init; }
    public required string Site { get; init; }

    /// <summary>The list of all topics.</summary>
    public required string Home { get; init; }
    public required string Name { get; init; }
    public required string Slug { get; init; }

    /// <summary>Of this very page.</summary>
    public required string Url { get; init; }
    public required string Feed { get; init; }
    public required string? Archive { get; init; }

    /// <summary>The newest photo, on the first page.</summary>
    public required PageItem? Lead { get; init; }

    /// <summary>Soonest first, on the first page.</summary>
    public required IReadOnlyList<PageItem> Deadlines { get; init; }
    public required IReadOnlyList<PageItem> Items { get; init; }

    /// <summary>The next older page.</summary>
    public required string? Older { get; init; }

    /// <summary>The first page, from an older one.</summary>
    public required string? Newest { get; init; }

    /// <summary>The model of <c>partials/subscribe</c>; null: nobody can subscribe by mail.</summary>
    public required object? Subscribe { get; init; }
}

internal sealed record PageItem
{
    /// <summary>An anchor of the page.</summary>
    public required string Anchor { get; init; }
    public required string Title { get; init; }
    public required string? Url { get; init; }
    public required string? Summary { get; init; }
    public required bool IsPhoto { get; init; }
    public required string Kind { get; init; }
    public required PageImage? Image { get; init; }

    /// <summary>For people, and for machines (ISO 8601).</summary>
    public required string Published { get; init; }
    public required string PublishedIso { get; init; }
    public required string? Deadline { get; init; }
    public required string? DaysLeft { get; init; }
    public required bool Soon { get; init; }
    public required string? When { get; init; }
    public required string? Where { get; init; }
    public required string? Calendar { get; init; }
    public required string? Correction { get; init; }
    public required IReadOnlyList<PageLink> Also { get; init; }
}

internal sealed record PageImage(string Url, string Alt, string? Credit);

internal sealed record PageLink(string Text, string Url);
