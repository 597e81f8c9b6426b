using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Named;

/// <summary>What completes an item that says less than it might.</summary>
/// <param name="Zone">Of dates without an offset.</param>
/// <param name="Links">Makes the address of an item that names none, and completes relative ones.</param>
/// <param name="Kind">Of an item that names none.</param>
internal sealed record NamedOptions(TimeZoneInfo Zone, LinkTemplate Links, string Kind);
