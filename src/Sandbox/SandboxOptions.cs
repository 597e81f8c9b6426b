using NewsBot.Sandbox.LocalDiscord.Gateway;

namespace NewsBot.Sandbox;

/// <summary>How a local Discord and a local mailbox are started. Both listen on 127.0.0.1 alone.</summary>
public sealed record SandboxOptions
{
    /// <summary>TCP port of the page and of the Discord API; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>TCP port of the mailbox (SMTP); 0 takes a free one.</summary>
    public int SmtpPort { get; init; }

    /// <summary>The one bot token that is accepted, without the word "Bot".</summary>
    public string Token { get; init; } = "sandbox-token";

    /// <summary>A file that gets one JSON line per API request: method, path, body, status (null when the connection was dropped).</summary>
    public string? RecordFile { get; init; }

    public ChannelLimits Limits { get; init; } = new();

    public GatewayRules Gateway { get; init; } = new();

    /// <summary>How long a repeated nonce returns the first message. Discord says "a few minutes" and promises no number.</summary>
    public TimeSpan NonceWindow { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>When set, with <see cref="SmtpPassword"/>, the mailbox demands AUTH before MAIL (RFC 4954).</summary>
    public string? SmtpUser { get; init; }

    public string? SmtpPassword { get; init; }
}

/// <summary>The rate limits the local Discord plays. Discord publishes none of them except the global one; these are what users see.</summary>
public sealed record ChannelLimits
{
    /// <summary>Requests per <see cref="Window"/>, for each channel and each of create, edit and delete.</summary>
    public int PerChannel { get; init; } = 5;

    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests per second over everything (Discord: 50 for each bot).</summary>
    public int Global { get; init; } = 50;

    /// <summary>Answers 401, 403 and 429 (but not shared) within ten minutes before the door is shut (Discord: 10,000 for each address).</summary>
    public int Invalid { get; init; } = 10_000;
}
