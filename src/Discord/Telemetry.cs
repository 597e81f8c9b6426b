using Microsoft.Extensions.Logging;

namespace NewsBot.Discord;

/// <summary>Every log event of the Discord client. They carry numbers and reasons, never a token or what somebody wrote.</summary>
internal static partial class Telemetry
{
    [LoggerMessage(100, LogLevel.Debug, "gateway {Shard}: connecting to {Host}")]
    public static partial void Connecting(ILogger logger, int shard, string host);

    [LoggerMessage(101, LogLevel.Information, "gateway {Shard}: identifying ({Identifies} in 24 hours)")]
    public static partial void Identifying(ILogger logger, int shard, int identifies);

    [LoggerMessage(102, LogLevel.Information, "gateway {Shard}: resuming after event {Seq}")]
    public static partial void Resuming(ILogger logger, int shard, long? seq);

    [LoggerMessage(103, LogLevel.Information, "gateway {Shard}: up")]
    public static partial void Up(ILogger logger, int shard);

    [LoggerMessage(104, LogLevel.Information, "gateway {Shard}: {Reason} The next try is in {Seconds:0.0} s")]
    public static partial void Waiting(ILogger logger, int shard, string reason, double seconds);

    [LoggerMessage(105, LogLevel.Error, "gateway {Shard}: stopped for good. {Reason}")]
    public static partial void Failed(ILogger logger, int shard, string reason);

    [LoggerMessage(106, LogLevel.Information, "gateway {Shard}: stopped")]
    public static partial void Stopped(ILogger logger, int shard);

    [LoggerMessage(107, LogLevel.Warning, "gateway {Shard}: the handler is too slow, {Type} was dropped ({Dropped} so far)")]
    public static partial void Dropped(ILogger logger, int shard, string type, long dropped);

    [LoggerMessage(108, LogLevel.Error, "gateway {Shard}: the handler of {Type} failed with {Failure}")]
    public static partial void HandlerFailed(ILogger logger, int shard, string type, string failure);

    [LoggerMessage(109, LogLevel.Warning, "gateway {Shard}: op {Op} was not sent")]
    public static partial void NotSent(ILogger logger, int shard, int op);
}
