using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// Pure: a number for which the SHA-256 of <c>challenge.address.number</c> begins with so many zero bits. It is bound to the address, so
/// that one challenge in a cached page serves many readers, and ten thousand addresses cost ten thousand times the work.
/// </summary>
internal static class ProofOfWork
{
    /// <summary>65,536 hashes on average: a quarter of a second in a browser, some seconds on an old phone.</summary>
    public const int Bits = 16;

    /// <summary>A page may be an hour in a cache and stand open for another.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(3);

    /// <summary>The challenge of a topic is the same for an hour, so that its page is.</summary>
    private static readonly TimeSpan Renewed = TimeSpan.FromHours(1);

    // 2^31 is thirty thousand times the average: no browser gets there.
    private const int LongestNumber = 10;

    public static string Challenge(LinkKeys keys, string slug, DateTimeOffset now) =>
        FormToken.Make(keys, FormPurpose.Challenge, slug, new(now.UtcTicks - (now.UtcTicks % Renewed.Ticks), TimeSpan.Zero));

    /// <param name="address">As it was typed, without space around it.</param>
    public static bool IsDone(LinkKeys keys, string slug, string? challenge, string address, string? number, DateTimeOffset now) =>
        number is { Length: > 0 and <= LongestNumber }
        && FormToken.TryRead(keys, FormPurpose.Challenge, slug, challenge, out var made)
        && now - made <= Lifetime
        && ZeroBits(challenge!, address, number) >= Bits;

    /// <summary>Does the work, as the script of the page does.</summary>
    internal static string Solve(string challenge, string address)
    {
        for (var number = 0; ; number++)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            if (ZeroBits(challenge, address, text) >= Bits)
            {
                return text;
            }
        }
    }

    private static int ZeroBits(string challenge, string address, string number)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{challenge}.{address}.{number}"), hash);
        return BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt32BigEndian(hash));
    }
}
