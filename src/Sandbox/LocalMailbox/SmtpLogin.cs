using System.Text;

namespace NewsBot.Sandbox.LocalMailbox;

/// <summary>What a client says it is: the PLAIN (RFC 4616) and LOGIN mechanisms of AUTH (RFC 4954). Null is what could not be read.</summary>
internal sealed record SmtpLogin(string? User, string? Password)
{
    /// <param name="argument">The mechanism, and perhaps its first answer in base 64.</param>
    /// <returns>Null for another mechanism.</returns>
    /// <exception cref="SmtpSyntaxException">The client gave up.</exception>
    public static async Task<SmtpLogin?> ReadAsync(SmtpWire wire, string argument, CancellationToken ct)
    {
        var words = argument.Split(' ', 2);
        var first = words.Length > 1 ? words[1] : null;
        switch (words[0].ToUpperInvariant())
        {
            case "PLAIN":
                var parts = (Decode(first ?? await AskAsync(wire, "", ct)) ?? "").Split('\0');
                return parts.Length == 3 ? new SmtpLogin(parts[1], parts[2]) : new SmtpLogin(null, null);
            case "LOGIN":
                var user = Decode(first ?? await AskAsync(wire, "Username:", ct));
                return new SmtpLogin(user, Decode(await AskAsync(wire, "Password:", ct)));
            default:
                return null;
        }
    }

    private static async Task<string> AskAsync(SmtpWire wire, string question, CancellationToken ct)
    {
        await wire.ReplyAsync("334 " + Convert.ToBase64String(Encoding.ASCII.GetBytes(question)), ct);
        var answer = await wire.ReadCommandAsync(ct) ?? throw new EndOfStreamException();
        return answer == "*" ? throw new SmtpSyntaxException("501 5.7.0 Authentication cancelled") : answer;
    }

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
