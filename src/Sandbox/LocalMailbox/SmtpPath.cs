namespace NewsBot.Sandbox.LocalMailbox;

/// <summary>The argument of MAIL or RCPT: <c>FROM:&lt;address&gt; NAME=value …</c>. Refusal is the reply to a wrong one.</summary>
internal sealed record SmtpPath(string Address, IReadOnlyList<(string Name, string Value)> Parameters, string? Refusal = null)
{
    /// <summary>RFC 5321 4.5.3.1.3: a path of 256 octets, its brackets included.</summary>
    private const int MaxAddress = 254;

    public static SmtpPath Read(string keyword, string text)
    {
        if (!text.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
        {
            return Wrong($"501 5.5.4 Expected {keyword}<address>");
        }

        text = text[keyword.Length..].TrimStart(); // The blank is wrong (RFC 5321 3.3) and too common to refuse.
        var end = End(text);
        if (end < 0)
        {
            return Wrong($"501 5.5.4 Expected {keyword}<address>");
        }

        var address = text[1..end];
        if (address is ['@', ..] && address.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
        {
            address = address[(colon + 1)..]; // A source route is ignored (RFC 5321 appendix C).
        }

        if (address.Length > MaxAddress)
        {
            return Wrong("501 5.1.3 The address is too long");
        }

        if (address.Length > 0 && address.LastIndexOf('@') is var at && (at < 1 || at == address.Length - 1) && !address.Equals("postmaster", StringComparison.OrdinalIgnoreCase))
        {
            return Wrong("501 5.1.3 That is no address");
        }

        var parameters = text[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=', 2))
            .Select(pair => (pair[0].ToUpperInvariant(), pair.ElementAtOrDefault(1) ?? "")).ToList();
        return new SmtpPath(address, parameters);
    }

    /// <summary>Where the closing bracket stands; brackets within a quoted local part do not count.</summary>
    private static int End(string text)
    {
        if (text is not ['<', ..])
        {
            return -1;
        }

        var quoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '>' when !quoted:
                    return i;
                case < ' ':
                    return -1;
                default:
                    break;
            }
        }

        return -1;
    }

    private static SmtpPath Wrong(string reply) => new("", [], reply);
}
