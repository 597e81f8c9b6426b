namespace NewsBot.Sandbox.Faults;

/// <summary>When a fault strikes: for whom is the business of the rule itself.</summary>
public abstract record FaultRule
{
    /// <summary>0 to 1: the share of the matching requests that are struck.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many times the rule strikes before it is spent; null = until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>What Retry-After says, or how long a delay takes.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);
}
