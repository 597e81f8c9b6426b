using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The application's Ed25519 key: Discord signs the interactions it sends over HTTP, the application verifies with <c>verify_key</c>.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers.</remarks>
internal sealed class ApplicationKey
{
    private readonly Ed25519PrivateKeyParameters key = new(new SecureRandom());

    /// <summary>The 32 bytes of the public key, in hexadecimal.</summary>
    public string VerifyKey => Convert.ToHexStringLower(key.GeneratePublicKey().GetEncoded());

    /// <summary>The signature of <paramref name="message"/>: the bytes of the time stamp, then those of the body.</summary>
    /// <returns>64 bytes in hexadecimal, as X-Signature-Ed25519 bears them.</returns>
    public string Sign(byte[] message)
    {
        var signature = new byte[Ed25519PrivateKeyParameters.SignatureSize];
        key.Sign(Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, ctx: null, message, 0, message.Length, signature, 0);
        return Convert.ToHexStringLower(signature);
    }
}
