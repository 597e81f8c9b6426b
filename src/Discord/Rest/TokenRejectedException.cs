namespace NewsBot.Discord.Rest;

/// <summary>
/// Discord answered 401 once; this client sends nothing any more. Going on with a bad token ends in a ban of the network
/// address. Remedy: a new token and a restart.
/// </summary>
public sealed class TokenRejectedException(string path)
    : Exception($"Discord rejects the bot token (401), so {path} failed and no further request is sent. Set a valid token (Developer Portal, Bot, Reset Token) and restart.")
{
    /// <summary>Method and template, as in <c>POST /channels/{channel}/messages</c>.</summary>
    public string Path { get; } = path;
}
