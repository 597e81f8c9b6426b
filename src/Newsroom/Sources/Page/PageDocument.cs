using NewsBot.Newsroom.Items;

namespace NewsBot.Newsroom.Sources.Page;

/// <summary>What a page lists, in its order.</summary>
public sealed record PageDocument(IReadOnlyList<Record> Records, IReadOnlyList<Refusal> Refusals);
