using MimeKit;
using MimeKit.Cryptography;
using NewsBot.Digest.Mail;
using Org.BouncyCastle.Crypto;

namespace NewsBot.Tests.Digest.Mail;

/// <summary>A new pair of keys in a folder of its own, and the DNS that knows them.</summary>
internal sealed class DkimPair : DkimPublicKeyLocatorBase, IDisposable
{
    public const string Domain = "news.example.org";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newsbot-dkim-");

    public DkimPair(string domain = Domain)
    {
        var (rsa, ed25519) = (DkimKeyFile.NewRsa(), DkimKeyFile.NewEd25519());
        Options = new() { Rsa = new("r2026", Write("rsa.pem", rsa.Pem)), Ed25519 = new("e2026", Write("ed25519.pem", ed25519.Pem)) };
        Records = new(StringComparer.Ordinal) { [$"r2026._domainkey.{domain}"] = rsa.Record, [$"e2026._domainkey.{domain}"] = ed25519.Record };
    }

    public DkimOptions Options { get; }

    /// <summary>Name of each TXT record to its value.</summary>
    public Dictionary<string, string> Records { get; }

    public string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <returns>For each signature, from the top: its algorithm, and does it hold for these bytes?</returns>
    public IReadOnlyList<(string Algorithm, bool Holds)> Verify(byte[] wire)
    {
        using var stream = new MemoryStream(wire);
        var message = MimeMessage.Load(stream);
        var verifier = new DkimVerifier(this);
        return [.. message.Headers.Where(header => header.Id == HeaderId.DkimSignature).Select(header => (Tag(header, "a"), verifier.Verify(message, header)))];
    }

    public static string Tag(Header header, string name) =>
        header.Value.Split(';', StringSplitOptions.TrimEntries).Single(tag => tag.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..].Replace("\t", "", StringComparison.Ordinal);

    public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
        GetPublicKey(Records[$"{selector}._domainkey.{domain}"]);

    public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
        Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));

    public void Dispose() => folder.Delete(recursive: true);
}
