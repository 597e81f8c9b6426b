namespace NewsBot.Newsroom.Sources.Reading;

/// <summary>
/// One kind of source for <see cref="SourceRead"/>: reads what stands at a place and writes its lines. What it throws becomes
/// the error line of the place.
/// </summary>
/// <param name="place">A file, a folder or an address, as the kind has it.</param>
/// <returns>True when the place could be read.</returns>
public delegate Task<bool> ReadPlace(string place, SourceReadOptions options, ItemLines lines, CancellationToken ct);
