namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>
/// Marks a route, by <c>WithMetadata(WithoutToken.Mark)</c>, that takes no Authorization because its path holds a token of its own: callbacks,
/// @original, follow-ups, webhooks. Such routes stand outside the global limit.
/// </summary>
internal sealed class WithoutToken
{
    public static WithoutToken Mark { get; } = new();
}
