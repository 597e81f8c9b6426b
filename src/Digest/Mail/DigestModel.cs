namespace NewsBot.Digest.Mail;

/// <summary>What the templates of a digest see, in snake case; see templates/README.md. Texts are not encoded yet; addresses are absolute and http or https.</summary>
public sealed record DigestModel
{
    public required string Language { get; init; }

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public required string Direction { get; init; }
    public required string Plan { get; init; }
    public required string Title { get; init; }
    public required string Subject { get; init; }
    public required string Preheader { get; init; }
    public required PeriodModel Period { get; init; }
    public required SenderModel Sender { get; init; }

    /// <summary>A word of the editors, line by line; empty when they have none.</summary>
    public IReadOnlyList<string> Note { get; init; } = [];

    /// <summary>The newest photo.</summary>
    public required ItemModel? Lead { get; init; }

    /// <summary>Soonest first.</summary>
    public required IReadOnlyList<ItemModel> Deadlines { get; init; }

    /// <summary>What staff or the source called breaking, newest first.</summary>
    public required IReadOnlyList<ItemModel> Breaking { get; init; }
    public required IReadOnlyList<TopicModel> Topics { get; init; }

    /// <summary>Items of topics that have no room at all, and the lead when even that has none.</summary>
    public required int More { get; init; }
    public required IReadOnlyList<CorrectionModel> Corrections { get; init; }
    public required int MoreCorrections { get; init; }
    public required LinksModel Links { get; init; }

    /// <summary>Null on the page for everybody.</summary>
    public required ReaderModel? Reader { get; init; }
}

/// <param name="From">The first day, as <c>2026-11-16</c>.</param>
/// <param name="To">The last day.</param>
public sealed record PeriodModel(string Label, string From, string To);

public sealed record SenderModel(string Name);

/// <param name="Unsubscribe">Null on the page for everybody.</param>
/// <param name="Manage">The reader's own page; null on the page for everybody.</param>
public sealed record LinksModel(string Archive, string? Unsubscribe, string? Manage, string Site);

public sealed record ReaderModel(string Topics);

/// <param name="More">Items that had no room.</param>
public sealed record TopicModel(string Name, string Slug, IReadOnlyList<ItemModel> Items, int More);

public sealed record CorrectionModel(string Title, string? Url, string Text);

/// <param name="Width">Pixels to show it at, at most.</param>
public sealed record ImageModel(string Url, string Alt, string? Credit, int Width);

public sealed record ItemModel
{
    public required string Title { get; init; }
    public required string? Url { get; init; }
    public required string? Summary { get; init; }
    public required string Kind { get; init; }
    public required string KindLabel { get; init; }
    public required ImageModel? Image { get; init; }
    public required string Published { get; init; }
    public required string? Deadline { get; init; }
    public required int? DaysLeft { get; init; }
    public required string? DaysLeftText { get; init; }
    public required string? Starts { get; init; }

    /// <summary>Only the hour when it ends on the day on which it starts.</summary>
    public required string? Ends { get; init; }

    /// <summary>Where it takes place.</summary>
    public required string? Where { get; init; }

    /// <summary>A file for the reader's own calendar.</summary>
    public required string? Calendar { get; init; }
    public required string Topics { get; init; }
    public required string? Why { get; init; }
    public required string? Correction { get; init; }
}
