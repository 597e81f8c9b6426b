namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>A picture as front matter names it.</summary>
/// <param name="Source">Address, or path from the file; from the content folder when it begins with a slash.</param>
/// <param name="Line">Where it is named.</param>
internal sealed record ImageReference(string Source, string? Alt, string? Credit, int Line);
