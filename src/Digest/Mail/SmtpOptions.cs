using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NewsBot.Digest.Mail;

/// <summary>How the connection to the relay is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Plain at first, then TLS (RFC 3207). A relay that does not offer it gets no mail.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314), port 465 as a rule.</summary>
    Tls,

    /// <summary>Nothing: only to this machine.</summary>
    None,
}

/// <summary>The relay that takes our mail.</summary>
public sealed record SmtpOptions
{
    private const int MostConnections = 64;

    public string Host { get; init; } = "";
    public int Port { get; init; } = 587;
    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    /// <summary>Null: no login.</summary>
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>PEM file of certificates that may sign the relay's, besides those the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>Sends at the same time, each on a connection of its own.</summary>
    public int Connections { get; init; } = 4;

    /// <returns>Pairs of an option's name and what is wrong with it; empty when all is well.</returns>
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (string.IsNullOrWhiteSpace(Host))
        {
            yield return (nameof(Host), "it is missing: the name of the relay that takes our mail");
        }
        else if (Security == SmtpSecurity.None && !IsLoopback(Host))
        {
            yield return (nameof(Security), $"\"none\" is for a relay on this machine; {Host} is another, so write \"starttls\" or \"tls\"");
        }

        if (Port is < 1 or > 65535)
        {
            yield return (nameof(Port), "a port is between 1 and 65535; relays listen on 587 (starttls), 465 (tls) or 25");
        }

        if (User is null != Password is null)
        {
            yield return (User is null ? nameof(User) : nameof(Password), "it is missing: a login has both, a user and a password");
        }

        if (Connections is < 1 or > MostConnections)
        {
            yield return (nameof(Connections), $"between 1 and {MostConnections}");
        }

        if (CaProblem() is { } problem)
        {
            yield return (nameof(CaFile), problem);
        }
    }

    internal string Relay => $"{Host}:{Port}";

    internal X509Certificate2Collection Roots()
    {
        var roots = new X509Certificate2Collection();
        if (CaFile is not null)
        {
            roots.ImportFromPemFile(CaFile);
        }

        return roots;
    }

    /// <summary>Without the password, for logs.</summary>
    public override string ToString() => $"{Relay}, {Security}, {(User is null ? "no login" : "with login")}";

    private string? CaProblem()
    {
        try
        {
            return CaFile is not null && Roots().Count == 0 ? $"{CaFile} holds no certificate; it should be in PEM" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"{CaFile} cannot be read: {failure.Message}";
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
