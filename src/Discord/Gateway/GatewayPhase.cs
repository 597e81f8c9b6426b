namespace NewsBot.Discord.Gateway;

/// <summary>Where a shard stands.</summary>
public enum GatewayPhase
{
    NotStarted,

    /// <summary>Asks Discord where the gateway is and how many sessions may still begin.</summary>
    LookingUp,

    /// <summary>No connection; one will be tried after a while.</summary>
    Waiting,

    Connecting,
    AwaitingHello,

    /// <summary>Asks the program whether it may identify.</summary>
    AwaitingBudget,

    Identifying,
    Resuming,

    /// <summary>Events come.</summary>
    Ready,

    /// <summary>Discord refused for good; somebody must change something.</summary>
    Failed,

    /// <summary>The program stopped it.</summary>
    Stopped,
}
