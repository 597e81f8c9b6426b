namespace NewsBot.Newsroom.Sources.Push;

/// <summary>What a sender is answered.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Reason">For statuses that tell one; null: there is nothing to tell.</param>
/// <param name="Taken">Ids of the items that were taken.</param>
/// <param name="Warnings">What these items go without.</param>
/// <param name="RetryAfter">When to send again.</param>
public sealed record PushAnswer(int Status, string? Reason = null, IReadOnlyList<string>? Taken = null, IReadOnlyList<string>? Warnings = null, TimeSpan? RetryAfter = null);
