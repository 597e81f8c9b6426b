namespace NewsBot.Discord.Model;

/// <summary>What a thread should be from now on; null leaves it as it is.</summary>
public sealed record ThreadChange
{
    /// <summary>1 to <see cref="Limits.ThreadName"/> code points.</summary>
    public string? Name { get; init; }

    public bool? Archived { get; init; }
}
