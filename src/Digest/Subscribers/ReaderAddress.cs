using System.Globalization;
using System.Text.RegularExpressions;

namespace NewsBot.Digest.Subscribers;

/// <summary>Pure: an e-mail address as we store it.</summary>
public static partial class ReaderAddress
{
    // RFC 5321, 4.5.3.1: 64 octets before the @; a path of 256 with its brackets.
    private const int LongestLocal = 64;
    private const int Longest = 254;

    // Reads "xn--" forms as well, and refuses what no host name may hold.
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Trims, and writes the domain in lower case as A-labels (RFC 5890). The part before the @ stays: it belongs to its host.</summary>
    /// <param name="problem">What is wrong, and never the address itself.</param>
    public static bool TryNormalise(string text, out string address, out string problem)
    {
        address = "";
        text = text.Trim();
        var at = text.LastIndexOf('@');
        if (at <= 0 || at == text.Length - 1)
        {
            problem = text.Length == 0 ? "the address is empty" : "the address has no name or no domain: it should look like name@example.org";
            return false;
        }

        var local = text[..at];
        if (!local.All(char.IsAscii))
        {
            problem = "the part before the @ has letters beyond ASCII, which most relays cannot take: ask the reader for another address";
            return false;
        }

        if (local.Length > LongestLocal || !DotAtom().IsMatch(local))
        {
            problem = "the part before the @ is not valid: letters, digits and .!#$%&'*+/=?^_`{|}~- only, and no display name";
            return false;
        }

        if (!TryDomain(text[(at + 1)..], out var domain))
        {
            problem = "the domain after the @ is not valid: it should look like example.org";
            return false;
        }

        if (local.Length + 1 + domain.Length > Longest)
        {
            problem = $"the address is longer than {Longest} characters";
            return false;
        }

        address = $"{local}@{domain}";
        problem = "";
        return true;
    }

    internal static bool TryDomain(string text, out string domain)
    {
        domain = "";
        try
        {
            domain = Idn.GetAscii(text.ToLowerInvariant()).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return false;
        }

        return domain.Contains('.') && !domain.EndsWith('.');
    }

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DotAtom();
}
