using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace NewsBot.Digest.Subscribers;

/// <summary>What a signed field of a form is for. One made for one purpose is nothing for the other.</summary>
internal enum FormPurpose : byte
{
    /// <summary>The question whose answer takes work; bound to a topic.</summary>
    Challenge = 1,

    /// <summary>Since when somebody waits who cannot do the work; bound to a topic and an address.</summary>
    Waiting = 2,
}

/// <summary>36 characters of base64url: purpose, instant, and 144 bits of HMAC-SHA256 over both and what they are bound to. The same for the same, so that a page with one can be kept.</summary>
internal static class FormToken
{
    private const int InstantAt = 1;
    private const int MacAt = InstantAt + sizeof(long);
    private const int MacLength = 18;

    // A multiple of three bytes: base64 leaves no unused bits, so a token has one spelling.
    private const int Length = MacAt + MacLength;
    private const int Characters = Length / 3 * 4;

    public static string Make(LinkKeys keys, FormPurpose purpose, string boundTo, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = (byte)purpose;
        BinaryPrimitives.WriteInt64BigEndian(bytes[InstantAt..], now.ToUnixTimeMilliseconds());
        Sign(keys.FormKeys[0], bytes[..MacAt], boundTo, bytes[MacAt..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <param name="made">When it was made; whether that is too long ago, or not long enough, is the caller's to say.</param>
    public static bool TryRead(LinkKeys keys, FormPurpose purpose, string boundTo, string? text, out DateTimeOffset made)
    {
        made = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text?.Length != Characters
            || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done || written != Length || bytes[0] != (byte)purpose)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[MacLength];
        foreach (var key in keys.FormKeys)
        {
            Sign(key, bytes[..MacAt], boundTo, mac);
            if (CryptographicOperations.FixedTimeEquals(mac, bytes[MacAt..]))
            {
                // It is ours, so the instant is one that we wrote.
                made = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes[InstantAt..]));
                return true;
            }
        }

        return false;
    }

    private static void Sign(byte[] key, ReadOnlySpan<byte> signed, string boundTo, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, [.. signed, .. Encoding.UTF8.GetBytes(boundTo)], whole);
        whole[..MacLength].CopyTo(mac);
    }
}
