using NewsBot.Newsroom.Items;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>What one file of a content folder amounts to at a given instant.</summary>
/// <param name="File">Path from the folder, parted by slashes.</param>
/// <param name="Place"><paramref name="File"/>, with line and column where that helps.</param>
/// <param name="Id">Of the item; null when it is none or cannot be told.</param>
/// <param name="Reason">Why it is not published; null when it is.</param>
/// <param name="Item">Null for drafts, ignored and invalid files.</param>
internal sealed record FileReading(string File, FileStatus Status, string Place, string? Id, string? Reason, CompleteItem? Item)
{
    public IReadOnlyList<Warning> Warnings => Item?.Warnings ?? [];
}

/// <summary>An item with its picture looked at.</summary>
/// <param name="ImagePath">From the folder; null when there is no picture or it lies elsewhere.</param>
internal sealed record CompleteItem(Record Record, Parsed.Item Source, string? ImagePath, IReadOnlyList<Warning> Warnings);
