namespace NewsBot.Discord.Gateway;

/// <summary>All that a shard must remember from one input to the next. The token is not among it.</summary>
internal sealed record GatewayState
{
    public GatewayIntents Intents { get; init; } = GatewayIntents.Guilds;

    public GatewayPhase Phase { get; init; }

    /// <summary>See <see cref="GatewayStatus.Reason"/>.</summary>
    public string Reason { get; init; } = "It was not started yet.";

    /// <summary>Null: the next connection must identify.</summary>
    public GatewaySession? Session { get; init; }

    /// <summary>Number of the last event, for heartbeats and resumes.</summary>
    public long? Seq { get; init; }

    /// <summary>Number of the present connection, or of the next one if there is none.</summary>
    public int Connection { get; init; } = 1;

    /// <summary>Where the present connection leads, or the last one led.</summary>
    public Uri? Url { get; init; }

    /// <summary>From heartbeat to heartbeat, as Hello said.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>A heartbeat is out that Discord has not acknowledged.</summary>
    public bool AckPending { get; init; }

    /// <summary>Connections that ended since the last quiet minute.</summary>
    public int Failures { get; init; }

    /// <summary>Resumes in a row that reached Discord and did not come to RESUMED.</summary>
    public int FailedResumes { get; init; }

    /// <summary>Tries in a row to reach the address of the session that came to no connection.</summary>
    public int Unreached { get; init; }

    /// <summary>Identifies sent since the last quiet minute.</summary>
    public int Identifies { get; init; }
}

/// <summary>What a new connection needs to go on where the last one ended.</summary>
/// <param name="Id">Discord's. With the token it takes the session over, so it is not shown.</param>
/// <param name="Url">Where to resume.</param>
internal sealed record GatewaySession(string Id, Uri Url)
{
    public override string ToString() => $"{nameof(GatewaySession)} {{ Url = {Url} }}";
}
