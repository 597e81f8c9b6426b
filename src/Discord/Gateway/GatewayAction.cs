namespace NewsBot.Discord.Gateway;

/// <summary>What a shard does next, in order.</summary>
internal abstract record GatewayAction
{
    /// <summary>Ask Discord where the gateway is: answered by Found or NotFound.</summary>
    public sealed record LookUp : GatewayAction;

    public sealed record Connect(int Connection, Uri Url) : GatewayAction;

    /// <summary>Ask the program for one identify: answered by Budget.</summary>
    public sealed record TakeIdentify(int Connection) : GatewayAction;

    public sealed record SendIdentify : GatewayAction;

    public sealed record SendResume(GatewaySession Session, long? Seq) : GatewayAction;

    public sealed record SendHeartbeat(long? Seq) : GatewayAction;

    public sealed record Dispatch(GatewayFrame Frame) : GatewayAction;

    /// <param name="Code">Null: let go of a connection that is not there any more, or does not answer.</param>
    public sealed record Close(int? Code) : GatewayAction;

    /// <summary>Starts a timer anew; the time is chosen at random between the two.</summary>
    public sealed record StartTimer(GatewayTimer Timer, TimeSpan Least, TimeSpan Most) : GatewayAction;

    public sealed record StopTimer(GatewayTimer Timer) : GatewayAction;

    /// <param name="Reason">One sentence: what is wrong and what to do.</param>
    public sealed record Fail(string Reason) : GatewayAction;
}
