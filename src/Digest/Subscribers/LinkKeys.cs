using System.Security.Cryptography;
using System.Text;

namespace NewsBot.Digest.Subscribers;

/// <summary>The secrets behind links, <c>Message-ID</c>s and suppressions; a key for each use is derived from them (RFC 5869).</summary>
/// <remarks>
/// To rotate, put the new secret first: it signs, and the older ones still read. The last one also hashes suppressed addresses
/// and makes message ids, because neither can be made anew: it stays for as long as the list does.
/// </remarks>
public sealed class LinkKeys
{
    /// <summary>Bytes of a secret, at least: as many as a SHA-256 hash has.</summary>
    public const int SecretLength = 32;

    /// <summary>Bytes of the key id that stands in a token, so that one MAC is computed and not one for each key.</summary>
    internal const int IdLength = 2;

    private readonly IReadOnlyList<(byte[] Id, byte[] Key)> links;
    private readonly byte[] suppressions;
    private readonly byte[] messages;

    /// <param name="secrets">Newest first.</param>
    /// <exception cref="ArgumentException">There is none, or one is shorter than <see cref="SecretLength"/>.</exception>
    public LinkKeys(params IReadOnlyList<byte[]> secrets)
    {
        if (secrets.Count == 0)
        {
            throw new ArgumentException("There is no secret to sign links with.", nameof(secrets));
        }

        if (secrets.Any(secret => secret.Length < SecretLength))
        {
            throw new ArgumentException($"A secret to sign links with has {SecretLength} random bytes or more.", nameof(secrets));
        }

        links = [.. secrets.Select(secret => (Derive(secret, "link id")[..IdLength], Derive(secret, "link")))];
        suppressions = Derive(secrets[^1], "suppression");
        messages = Derive(secrets[^1], "message id");
    }

    internal ReadOnlySpan<byte> NewestId => links[0].Id;

    internal byte[] NewestKey => links[0].Key;

    /// <returns>The key with this id, or null: it was taken out, or never was.</returns>
    internal byte[]? LinkKey(ReadOnlySpan<byte> id)
    {
        byte[]? found = null;
        foreach (var (keyId, key) in links)
        {
            found = id.SequenceEqual(keyId) ? key : found;
        }

        return found;
    }

    /// <summary>What a suppression keeps of an address: it can be recognised, not read. Upper and lower case are the same.</summary>
    internal string HashAddress(string address) => Mac(suppressions, address.ToLowerInvariant());

    /// <summary>Twenty hexadecimal digits that name a mail; the same for the same text, for ever.</summary>
    internal string MessageKey(string text) => Mac(messages, text)[..20];

    private static string Mac(byte[] key, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private static byte[] Derive(byte[] secret, string use) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SecretLength, info: Encoding.ASCII.GetBytes("newsbot " + use));
}
