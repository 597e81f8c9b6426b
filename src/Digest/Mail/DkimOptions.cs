using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NewsBot.Digest.Subscribers;

namespace NewsBot.Digest.Mail;

/// <summary>One key that signs mails.</summary>
/// <param name="Selector">Its public half stands in the DNS at <c>SELECTOR._domainkey.DOMAIN</c> (RFC 6376, 3.6.2.1).</param>
/// <param name="KeyFile">PEM file with its private half.</param>
public sealed record DkimKey(string Selector, string KeyFile);

/// <summary>Who answers for our mails, and with which keys (RFC 6376; RFC 8463 for Ed25519).</summary>
public sealed partial record DkimOptions
{
    /// <summary>The sender's domain or a parent of it. Null: the sender's domain.</summary>
    public string? Domain { get; init; }

    public DkimKey? Rsa { get; init; }

    /// <summary>Small and fast, but not yet read by every receiver: beside the other, never instead of it.</summary>
    public DkimKey? Ed25519 { get; init; }

    /// <param name="from">The sender's domain, as A-labels.</param>
    /// <returns>Pairs of an option's name and what is wrong with it; empty when all is well.</returns>
    public IEnumerable<(string Option, string Problem)> Problems(string from)
    {
        if (Domain is { } domain && !IsAligned(domain, from))
        {
            yield return ("domain", $"\"{domain}\" does not answer for {from}; write {from} or a parent of it that is yours, or leave it out");
        }

        if (Rsa is null)
        {
            yield return ("rsa", "it is missing: many receivers read no other key ('newsbot dkim new' makes both)");
        }

        foreach (var (option, key) in new[] { ("rsa", Rsa), ("ed25519", Ed25519) })
        {
            foreach (var (part, problem) in key is null ? [] : KeyProblems(key, option))
            {
                yield return ($"{option}.{part}", problem);
            }
        }

        if (Rsa is not null && string.Equals(Rsa.Selector, Ed25519?.Selector, StringComparison.OrdinalIgnoreCase))
        {
            yield return ("ed25519.selector", $"\"{Rsa.Selector}\" is that of the RSA key already; each key has a DNS record of its own");
        }
    }

    /// <summary>RFC 9989: a signature counts for the sender when both domains belong to one organisation. A parent with one label is a registry's.</summary>
    private static bool IsAligned(string text, string from) =>
        ReaderAddress.TryDomain(text, out var domain) && (domain == from || from.EndsWith($".{domain}", StringComparison.Ordinal));

    private static IEnumerable<(string Part, string Problem)> KeyProblems(DkimKey key, string option)
    {
        if (!SelectorForm().IsMatch(key.Selector))
        {
            yield return ("selector", $"\"{key.Selector}\" is no selector; write the one of the DNS record, such as \"r202611\"");
        }

        if (key.KeyFile.Length == 0)
        {
            yield return ("keyFile", "it is missing: the PEM file that 'newsbot dkim new' made");
        }
        else if (FileProblem(key.KeyFile, option) is { } problem)
        {
            yield return ("keyFile", problem);
        }
    }

    private static string? FileProblem(string path, string option)
    {
        try
        {
            if (option == "rsa")
            {
                using var rsa = DkimKeyFile.ReadRsa(path);
            }
            else
            {
                DkimKeyFile.ReadEd25519(path);
            }

            return null;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException or InvalidDataException)
        {
            return $"{path} cannot be used: {unusable.Message.TrimEnd('.')}";
        }
    }

    // RFC 6376, 3.1: labels of a domain name.
    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?){0,3}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SelectorForm();
}
