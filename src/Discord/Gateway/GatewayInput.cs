namespace NewsBot.Discord.Gateway;

/// <summary>What can happen to a shard.</summary>
/// <param name="Connection">The connection it happened to; null if to none. What comes late from an old one is nothing to the new one.</param>
internal abstract record GatewayInput(int? Connection = null)
{
    public sealed record Start : GatewayInput;

    public sealed record Stop : GatewayInput;

    /// <param name="Url">Where the gateway is.</param>
    /// <param name="Remaining">Sessions that may still begin.</param>
    /// <param name="ResetAfter">When they may begin anew.</param>
    public sealed record Found(string Url, int Remaining, TimeSpan ResetAfter) : GatewayInput;

    /// <param name="Reason">One sentence.</param>
    /// <param name="After">When to ask again; null leaves it to the back-off.</param>
    /// <param name="Final">Asking again is of no use.</param>
    public sealed record NotFound(string Reason, TimeSpan? After = null, bool Final = false) : GatewayInput;

    public sealed record Connected(int Number) : GatewayInput(Number);

    public sealed record ConnectFailed(int Number, string Reason) : GatewayInput(Number);

    public sealed record Received(int Number, GatewayFrame Frame) : GatewayInput(Number);

    /// <param name="Reason">What was wrong with the message, in words that fit behind "a message that".</param>
    public sealed record Unreadable(int Number, string Reason) : GatewayInput(Number);

    /// <param name="Code">Null: the connection broke, or was closed without one.</param>
    public sealed record Closed(int Number, int? Code) : GatewayInput(Number);

    /// <param name="Wait">Zero: one identify is taken.</param>
    /// <param name="Reason">Why not, in one sentence.</param>
    public sealed record Budget(int Number, TimeSpan Wait, string Reason = "") : GatewayInput(Number);

    public sealed record Fired(GatewayTimer Timer) : GatewayInput;
}

internal enum GatewayTimer
{
    Reconnect,

    /// <summary>Of a connect, a Hello, an identify budget, a READY or a RESUMED: whatever is waited for.</summary>
    Deadline,

    Heartbeat,

    /// <summary>The session has held long enough to forget earlier failures.</summary>
    Quiet,
}
