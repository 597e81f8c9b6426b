namespace NewsBot.Discord.Interactions;

/// <summary>What goes back to Discord over HTTP.</summary>
/// <param name="Status">200 with a body, else 202, 400, 401 or 413 without.</param>
public sealed record SignedAnswer(int Status)
{
    /// <summary>Of type <c>application/json</c>; empty = no body.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }
}
