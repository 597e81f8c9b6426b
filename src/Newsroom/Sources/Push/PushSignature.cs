using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NewsBot.Newsroom.Sources.Push;

/// <summary>
/// Pure: who sent this, and just now? <c>NewsBot-Timestamp</c> is Unix seconds; <c>NewsBot-Signature</c> is <c>v1=</c> and the
/// lower-case hex of HMAC-SHA256 (RFC 2104) over the timestamp's text, a full stop and the bytes of the body.
/// </summary>
public static class PushSignature
{
    public const string TimestampHeader = "NewsBot-Timestamp";
    public const string SignatureHeader = "NewsBot-Signature";

    /// <summary>How far the sender's clock may be from ours; a message is refused afterwards, so its repeats need not be known for longer.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Version = "v1=";

    /// <summary>Signatures looked at in one header: a sender that changes its secret sends two.</summary>
    private const int MaxSignatures = 4;

    /// <summary>What a sender puts into <see cref="SignatureHeader"/>.</summary>
    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body) =>
        Version + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Signed(timestamp, body)));

    /// <summary>Is the timestamp one of now?</summary>
    public static bool IsFresh(string? timestamp, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= (long)Window.TotalSeconds;

    /// <summary>Does one of the signatures come from one of the secrets? Takes the same time wherever they differ.</summary>
    public static bool IsValid(PushOptions options, string timestamp, string? signatures, ReadOnlySpan<byte> body)
    {
        var valid = false;
        foreach (var signature in (signatures ?? "").Split(',', MaxSignatures + 1, StringSplitOptions.TrimEntries).Take(MaxSignatures))
        {
            foreach (var secret in new[] { options.Secret, options.PreviousSecret })
            {
                valid |= secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(secret, timestamp, body)), Encoding.UTF8.GetBytes(signature));
            }
        }

        return valid;
    }

    /// <summary>By which a message is known when it comes again, whatever it is signed with then.</summary>
    internal static string Digest(string timestamp, ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(Signed(timestamp, body)));

    private static byte[] Signed(string timestamp, ReadOnlySpan<byte> body) => [.. Encoding.ASCII.GetBytes(timestamp + "."), .. body];
}
