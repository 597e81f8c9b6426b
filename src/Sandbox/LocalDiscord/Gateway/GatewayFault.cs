using NewsBot.Sandbox.Faults;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>What goes wrong with the gateway. Acts strike every open connection at once; rules stand until they are spent or removed.</summary>
public enum GatewayFaultKind
{
    /// <summary>Act: closes with <see cref="GatewayFault.Code"/>.</summary>
    Close,

    /// <summary>Act: op 7.</summary>
    Reconnect,

    /// <summary>Act: op 9; <see cref="GatewayFault.Resumable"/> is its d. False ends the session.</summary>
    InvalidSession,

    /// <summary>Act: op 1, which asks for a heartbeat at once.</summary>
    HeartbeatNow,

    /// <summary>Act: the connection is cut without a close frame.</summary>
    DropConnection,

    /// <summary>Act: half open: the connection stays, nothing is read or sent any more, no close is answered.</summary>
    Freeze,

    /// <summary>Act: sends <see cref="GatewayFault.Text"/> as it is: broken JSON, an unknown op, what you like.</summary>
    Send,

    /// <summary>Act: GUILD_DELETE with unavailable: true; the guild is away until recover.</summary>
    Outage,

    /// <summary>Act: the guild is back after an outage: GUILD_CREATE.</summary>
    Recover,

    /// <summary>Act: the bot is removed from the guild: GUILD_DELETE without unavailable.</summary>
    Kick,

    /// <summary>Act: the bot is invited again: GUILD_CREATE.</summary>
    Invite,

    /// <summary>Act: so many identifies are left today (<see cref="GatewayFault.Left"/>); a token that was reset works again.</summary>
    IdentifiesLeft,

    /// <summary>Act: every session is forgotten, the connections stay as they are; a resume gets op 9.</summary>
    ForgetSessions,

    /// <summary>Rule: a heartbeat is not acknowledged.</summary>
    DropAcks,

    /// <summary>Rule: a resume is answered with op 9, d false, and the session ends.</summary>
    RefuseResume,

    /// <summary>Rule: a resume is answered with <see cref="GatewayFault.Code"/>; the session stays.</summary>
    CloseResume,

    /// <summary>Rule: an identify is answered with <see cref="GatewayFault.Code"/>.</summary>
    CloseIdentify,

    /// <summary>Rule: a dispatch is sent twice with the same number.</summary>
    DuplicateEvents,

    /// <summary>Rule: a dispatch is numbered and kept for a resume, but not sent.</summary>
    LoseEvents,

    /// <summary>Rule: op 7 in place of hello.</summary>
    ReconnectBeforeHello,

    /// <summary>Rule: no hello, nothing.</summary>
    NoHello,

    /// <summary>Rule: the WebSocket is refused with HTTP 503 and an HTML body.</summary>
    RefuseConnection,

    /// <summary>Rule: a dispatch comes in frames of 16 bytes.</summary>
    Fragment,
}

/// <summary>A fault of the gateway.</summary>
public sealed record GatewayFault(GatewayFaultKind Kind) : FaultRule
{
    /// <summary>A close code; null or 0 closes without one (which clients see as 1005).</summary>
    public int? Code { get; init; }

    public bool Resumable { get; init; }

    public string? Text { get; init; }

    public int? Left { get; init; }

    /// <summary>True when the fault stands as a rule; false when it strikes at once and is over.</summary>
    internal bool IsRule => Kind >= GatewayFaultKind.DropAcks;
}
