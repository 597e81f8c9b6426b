using NewsBot.Sandbox.LocalDiscord;
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

    /// <summary>A limit of creates that no header tells of, for each channel; null = none. Users see about 30 in 60 s on busy webhooks (api-docs#367, #1454).</summary>
    public Quota? Hidden { get; init; }

    /// <summary>Crossposts, for each announcement channel. Users see 10 an hour.</summary>
    public Quota Crossposts { get; init; } = new(10, TimeSpan.FromHours(1));

    /// <summary>Edits of published messages, for each channel (20022); hidden; null = none. Users see 3 an hour.</summary>
    public Quota? PublishedEdits { get; init; } = new(3, TimeSpan.FromHours(1));

    /// <summary>Edits of messages older than an hour, for each channel (30046); hidden; null = none, as nobody has seen its number.</summary>
    public Quota? OldEdits { get; init; }

    /// <summary>Threads and forum posts, for each channel; hidden, scope shared; null = none. Users see minutes of waiting (discord.js#7816).</summary>
    public Quota? Threads { get; init; } = new(50, TimeSpan.FromMinutes(5));

    /// <summary>Requests of one webhook or of one interaction's token; null = none. Users see 5 in 2 s.</summary>
    public Quota? Webhook { get; init; } = new(5, TimeSpan.FromSeconds(2));

    /// <summary>Requests per second over everything (Discord: 50 for each bot).</summary>
    public int Global { get; init; } = 50;

    /// <summary>Answers 401, 403 and 429 (but not shared) within ten minutes before the door is shut (Discord: 10,000 for each address).</summary>
    public int Invalid { get; init; } = 10_000;
}
