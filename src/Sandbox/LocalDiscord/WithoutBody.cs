namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Marks a route, by <c>WithMetadata(WithoutBody.Mark)</c>, that reads no body although its method could bear one.</summary>
internal sealed class WithoutBody
{
    public static WithoutBody Mark { get; } = new();
}
