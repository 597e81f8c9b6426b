using System.Globalization;
using NewsBot.Newsroom.Items;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>What one Markdown file turned out to be. The clock and the pictures are looked at later, so that this can be kept.</summary>
internal abstract record Parsed
{
    private Parsed()
    {
    }

    /// <param name="Record">All of it but picture and hash.</param>
    internal sealed record Item(
        Record Record,
        ImageReference? Image,
        IReadOnlyList<Warning> Warnings) : Parsed;

    /// <summary>A draft, or no item at all.</summary>
    internal sealed record Left(FileStatus Status, string Reason) : Parsed;

    /// <param name="Id">The item that the file was or would have been; null when that cannot be told.</param>
    /// <param name="Line">From 1; 0: the file as a whole.</param>
    internal sealed record Broken(string? Id, int Line, int Column, string Reason) : Parsed;
}

/// <summary>Something in a file was left out; the item goes on without it.</summary>
/// <param name="Line">From 1; 0: the file as a whole.</param>
internal sealed record Warning(int Line, string Reason)
{
    public string Place(string file) => Line == 0 ? file : string.Create(CultureInfo.InvariantCulture, $"{file}:{Line}");
}
