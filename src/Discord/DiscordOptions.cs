namespace NewsBot.Discord;

/// <summary>What the client must know of its bot.</summary>
public sealed record DiscordOptions
{
    /// <summary>The bot's token, without the word "Bot". A secret: it leaves this object only as a request header.</summary>
    public required string Token { get; init; }

    /// <summary>Base address with the API version. Plain http is accepted on the loopback only, since the token travels with every request.</summary>
    public Uri Api { get; init; } = new("https://discord.com/api/v10/");

    /// <summary>Discord wants <c>DiscordBot (url, version)</c>; without it Cloudflare may block the bot (code 40333).</summary>
    public string UserAgent { get; init; } =
        $"DiscordBot (https://newsbot.example, {typeof(DiscordOptions).Assembly.GetName().Version?.ToString(3)})";

    /// <summary>A record would print its token.</summary>
    public override string ToString() => $"{nameof(DiscordOptions)} {{ Api = {Api}, Token = (hidden) }}";
}
