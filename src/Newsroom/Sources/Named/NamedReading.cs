using NewsBot.Newsroom.Items;

namespace NewsBot.Newsroom.Sources.Named;

/// <summary>What one row or one JSON object amounts to.</summary>
/// <param name="Id">Null when it cannot be told.</param>
/// <param name="Record">Null when it is withdrawn or refused.</param>
/// <param name="Withdrawn">The source says that the item is no more; drafts are treated so.</param>
/// <param name="Refusals">A fatal one: the row is not taken. The others: it goes without a part.</param>
internal sealed record NamedReading(string? Id, Record? Record, bool Withdrawn, IReadOnlyList<Refusal> Refusals);
