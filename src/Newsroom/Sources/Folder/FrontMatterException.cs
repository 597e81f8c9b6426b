namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>A file cannot be read as an item; the message says why, line and column say where (from 1; 0: the file as a whole).</summary>
internal sealed class FrontMatterException(int line, int column, string message) : Exception(message)
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}
