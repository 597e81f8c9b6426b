namespace NewsBot.Discord.Model;

/// <summary>A door into one channel that needs no bot.</summary>
/// <param name="Token">Lets anybody write there: a secret.</param>
public sealed record Webhook(Snowflake Id, string Token, Snowflake? ChannelId = null)
{
    // Discord's have 68; a bound against nonsense.
    private const int LongestToken = 200;

    /// <summary>Reads the address that Discord shows to staff, <c>https://discord.com/api/webhooks/{id}/{token}</c>, whatever its host and version.</summary>
    public static bool TryParse(string? address, out Webhook webhook)
    {
        webhook = new Webhook(default, "");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
            return false;
        var parts = uri.AbsolutePath.TrimEnd('/').Split('/');
        if (parts is not [.., "webhooks", var id, var token] || !Snowflake.TryParse(id, out var known) || token.Length is 0 or > LongestToken || !token.All(IsTokenCharacter))
            return false;
        webhook = new Webhook(known, token);
        return true;
    }

    /// <summary>A record would print its token.</summary>
    public override string ToString() => $"{nameof(Webhook)} {{ Id = {Id} }}";

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
