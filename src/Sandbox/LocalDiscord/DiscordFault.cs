using NewsBot.Sandbox.Faults;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>What goes wrong with an API request. "Before" means nothing was done; "after" means it was done and the answer is lost.</summary>
public enum DiscordFaultKind
{
    /// <summary>429 with scope user.</summary>
    LimitedUser,

    /// <summary>429 with scope global: no bucket headers.</summary>
    LimitedGlobal,

    /// <summary>429 with scope shared, code 40062: not counted as an invalid request.</summary>
    LimitedShared,

    /// <summary>429 from Cloudflare: HTML, and no retry_after to read.</summary>
    LimitedHtml,

    /// <summary>429 whose header says one second while its body says <see cref="FaultRule.Wait"/> (api-docs#6109).</summary>
    LimitedMismatch,

    /// <summary>500 with a JSON body, nothing done.</summary>
    ErrorBefore,

    /// <summary>502 with an HTML body, nothing done.</summary>
    BadGateway,

    /// <summary>500 although the request was done: the message stands.</summary>
    ErrorAfter,

    /// <summary>The connection is cut, nothing done.</summary>
    DropBefore,

    /// <summary>The connection is cut although the request was done: the message stands.</summary>
    DropAfter,

    /// <summary>The answer is held back for <see cref="FaultRule.Wait"/> after the request was done.</summary>
    Delay,

    /// <summary>401 for everything: the token was reset.</summary>
    TokenRevoked,

    /// <summary>404, code 10003: the channel is gone.</summary>
    UnknownChannel,

    /// <summary>403, code 50001: the bot cannot see the channel.</summary>
    MissingAccess,

    /// <summary>403, code 50013: the bot may not write there.</summary>
    MissingPermissions,

    /// <summary>The request is done; from then on all buckets bear other names, and their windows are fresh.</summary>
    BucketRenamed,

    /// <summary>The request is done; its headers claim a limit of 50,000 in three days (Discord.Net#2512).</summary>
    BucketOdd,

    /// <summary>The request is done; its answer has no rate limit headers.</summary>
    BucketSilent,
}

/// <summary>A fault of the local Discord. Unset conditions fit every request.</summary>
public sealed record DiscordFault(DiscordFaultKind Kind) : FaultRule
{
    /// <summary>Only requests with this method, such as POST.</summary>
    public string? Method { get; init; }

    /// <summary>Only requests to this channel.</summary>
    public ulong? Channel { get; init; }

    /// <summary>Only requests whose path has this in it, such as /callback.</summary>
    public string? Path { get; init; }

    internal bool Fits(string method, string path, ulong? channel)
        => (Method is null || string.Equals(Method, method, StringComparison.OrdinalIgnoreCase))
            && (Path is null || path.Contains(Path, StringComparison.OrdinalIgnoreCase)) && (Channel is null || Channel == channel);
}
