using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace NewsBot.Digest.Mail;

/// <summary>Private keys of signatures as PEM (RFC 7468): PKCS #8, and for RSA the older PKCS #1 too.</summary>
public static class DkimKeyFile
{
    /// <summary>Bits. RFC 8301, 3.2: shorter keys are weak, and receivers need not read longer ones.</summary>
    internal const int ShortestRsa = 2048;

    internal const int LongestRsa = 4096;

    /// <summary>Bytes; the longest key that is accepted has 3.3 kB.</summary>
    private const int LongestFile = 16 * 1024;

    /// <returns>The key as PEM, and the value of its DNS record (RFC 6376, 3.6.1).</returns>
    public static (string Pem, string Record) NewRsa()
    {
        using var rsa = RSA.Create(ShortestRsa);
        return (rsa.ExportPkcs8PrivateKeyPem(), $"v=DKIM1; k=rsa; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}");
    }

    /// <returns>The key as PEM, and the value of its DNS record: the bare key, not wrapped as that of RSA is (RFC 8463, 4.2).</returns>
    public static (string Pem, string Record) NewEd25519()
    {
        var generator = new Ed25519KeyPairGenerator();
        generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        var key = (Ed25519PrivateKeyParameters)generator.GenerateKeyPair().Private;
        var pem = PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded());
        return (pem, $"v=DKIM1; k=ed25519; p={Convert.ToBase64String(key.GeneratePublicKey().GetEncoded())}");
    }

    /// <exception cref="InvalidDataException">It holds no such key, or one that is too short or too long.</exception>
    internal static RSA ReadRsa(string path)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(Read(path));
            _ = rsa.ExportParameters(includePrivateParameters: true);
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw new InvalidDataException("it holds no private RSA key in PEM without a pass phrase", failure);
        }

        if (rsa.KeySize is >= ShortestRsa and <= LongestRsa)
        {
            return rsa;
        }

        var bits = rsa.KeySize;
        rsa.Dispose();
        throw new InvalidDataException($"the key has {bits} bits; it needs {ShortestRsa} to {LongestRsa}");
    }

    /// <exception cref="InvalidDataException">It holds no such key.</exception>
    internal static Ed25519PrivateKeyParameters ReadEd25519(string path)
    {
        var pem = Read(path);
        try
        {
            if (PemEncoding.TryFind(pem, out var fields) && PrivateKeyFactory.CreateKey(Convert.FromBase64String(pem[fields.Base64Data])) is Ed25519PrivateKeyParameters key)
            {
                return key;
            }
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or IOException or SecurityUtilityException)
        {
            throw new InvalidDataException("it holds no private Ed25519 key in PEM without a pass phrase", failure);
        }

        throw new InvalidDataException("it holds no private Ed25519 key in PEM without a pass phrase");
    }

    private static string Read(string path) => new FileInfo(path).Length <= LongestFile
        ? File.ReadAllText(path)
        : throw new InvalidDataException($"it is larger than {LongestFile} bytes");
}
