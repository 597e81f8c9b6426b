namespace NewsBot.Newsroom.Sources.Named;

/// <summary>Stands for a value that was not read, for it is longer than the bound of its source.</summary>
/// <param name="Limit">That bound, in bytes.</param>
internal sealed record TooLarge(int Limit);
