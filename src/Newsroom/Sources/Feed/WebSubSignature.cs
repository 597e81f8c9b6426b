using System.Security.Cryptography;
using System.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Pure: is a push signed with our secret (W3C WebSub, section 7.1)?</summary>
internal static class WebSubSignature
{
    /// <summary>
    /// Compares in constant time. The hash is the hub's choice; SHA-1 is taken too, because large hubs know no other, its HMAC is not broken,
    /// and a push only makes us look.
    /// </summary>
    /// <param name="header">The X-Hub-Signature header, such as <c>sha256=0a1b…</c>.</param>
    public static bool IsGood(string? header, string secret, byte[] body)
    {
        if (header?.Split('=', 2, StringSplitOptions.TrimEntries) is not [var method, var signature])
        {
            return false;
        }

        var key = Encoding.UTF8.GetBytes(secret);
        byte[]? expected = method.ToLowerInvariant() switch
        {
            "sha256" => HMACSHA256.HashData(key, body),
            "sha384" => HMACSHA384.HashData(key, body),
            "sha512" => HMACSHA512.HashData(key, body),
#pragma warning disable CA5350 // See above.
            "sha1" => HMACSHA1.HashData(key, body),
#pragma warning restore CA5350
            _ => null,
        };
        return expected is not null && signature.Length == expected.Length * 2
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(expected)), Encoding.ASCII.GetBytes(signature.ToLowerInvariant()));
    }
}
