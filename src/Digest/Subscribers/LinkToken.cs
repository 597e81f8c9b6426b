using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace NewsBot.Digest.Subscribers;

/// <summary>What a link may do. A token made for one purpose does nothing for another.</summary>
public enum LinkPurpose : byte
{
    /// <summary>Ends the plan of the subscription whose id it holds.</summary>
    Unsubscribe = 1,

    /// <summary>Names the delivery whose id it holds, in the return path of its mail.</summary>
    Bounce = 2,

    /// <summary>Confirms the subscription whose id it holds, for as long as the row says.</summary>
    Confirm = 3,

    /// <summary>Shows and changes all that is kept of the subscriber whose id it holds.</summary>
    Manage = 4,

    /// <summary>Takes back the change whose row it holds, once and for as long as the row says.</summary>
    Undo = 5,
}

/// <summary>
/// 36 characters of base64url: version, purpose, key id, row id, and 128 bits of HMAC-SHA256 over all of them. It holds no
/// address and does not end: an unsubscribe link works for as long as the mail is kept.
/// </summary>
public static class LinkToken
{
    private const byte Version = 1;
    private const int RowAt = 2 + LinkKeys.IdLength;
    private const int MacAt = RowAt + 7;
    private const int MacLength = 16;

    // A multiple of three bytes: base64 leaves no unused bits, so a token has one spelling.
    private const int Length = MacAt + MacLength;
    internal const int Characters = Length / 3 * 4;

    /// <summary>Of a token for a return path.</summary>
    internal static readonly int BounceCharacters = Base32.Characters(Length);
    private const long HighestRow = (1L << 56) - 1;

    public static string Make(LinkKeys keys, LinkPurpose purpose, long rowId)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(keys, purpose, rowId, bytes);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryRead(LinkKeys keys, LinkPurpose purpose, string? text, out long rowId)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var readable = text?.Length == Characters && Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done && written == Length;
        return TryVerify(keys, purpose, readable, bytes, out rowId);
    }

    /// <summary>For a return path, in base32: some relays write the part before the @ in lower case (RFC 5321, 2.4 forbids it in vain).</summary>
    internal static string MakeBounce(LinkKeys keys, long deliveryId)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(keys, LinkPurpose.Bounce, deliveryId, bytes);
        return Base32.Encode(bytes);
    }

    /// <summary>Reads what <see cref="MakeBounce"/> wrote, in either case.</summary>
    internal static bool TryReadBounce(LinkKeys keys, string? text, out long deliveryId)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return TryVerify(keys, LinkPurpose.Bounce, text is not null && Base32.TryDecode(text, bytes), bytes, out deliveryId);
    }

    private static void Write(LinkKeys keys, LinkPurpose purpose, long rowId, Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowId, HighestRow);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(RowAt - 1)..], rowId);
        bytes[0] = Version;
        bytes[1] = (byte)purpose;
        keys.NewestId.CopyTo(bytes[2..]);
        Sign(keys.LinkKey(keys.NewestId)!, bytes[..MacAt], bytes[MacAt..]);
    }

    private static bool TryVerify(LinkKeys keys, LinkPurpose purpose, bool readable, Span<byte> bytes, out long rowId)
    {
        // Whatever is wrong, the same work is done: how long an answer takes tells nothing of why it is no.
        var key = keys.LinkKey(bytes.Slice(2, LinkKeys.IdLength));
        Span<byte> mac = stackalloc byte[MacLength];
        Sign(key ?? keys.NewestKey, bytes[..MacAt], mac);
        var good = CryptographicOperations.FixedTimeEquals(mac, bytes[MacAt..]) & readable & key is not null & bytes[0] == Version & bytes[1] == (byte)purpose;
        bytes[RowAt - 1] = 0;
        rowId = good ? BinaryPrimitives.ReadInt64BigEndian(bytes[(RowAt - 1)..]) : 0;
        return good;
    }

    private static void Sign(byte[] key, ReadOnlySpan<byte> signed, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, signed, whole);
        whole[..MacLength].CopyTo(mac);
    }
}
