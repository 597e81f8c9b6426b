namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>A member of the guild. Roles are ids, without @everyone, which everybody has.</summary>
/// <param name="Name">What others see: a display name, such as <c>Nadia (staff)</c>.</param>
public sealed record Person(ulong Id, string Name, IReadOnlyList<ulong> Roles)
{
    public bool Bot { get; init; }
}
