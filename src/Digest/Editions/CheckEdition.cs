namespace NewsBot.Digest.Editions;

/// <summary>Looks at the mails that an edition would send if its period ended at <paramref name="end"/>.</summary>
/// <returns>What is wrong with them, for people; empty when they may go out.</returns>
public delegate Task<IReadOnlyList<string>> CheckEdition(DigestPlan plan, DateTimeOffset end, CancellationToken ct);
