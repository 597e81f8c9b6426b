using MimeKit;

namespace NewsBot.Sandbox.LocalMailbox;

/// <summary>A mail as it arrived: the bytes between DATA and the final dot, dots unstuffed, nothing added.</summary>
/// <param name="Id">The queue id that the reply to the final dot named.</param>
/// <param name="EnvelopeFrom">Without angle brackets; empty for the null sender of a bounce.</param>
public sealed record StoredMail(string Id, ReadOnlyMemory<byte> Raw, string EnvelopeFrom, IReadOnlyList<string> EnvelopeTo, DateTimeOffset ReceivedAt)
{
    /// <exception cref="FormatException">The bytes are no mail (RFC 5322).</exception>
    public MimeMessage Parse()
    {
        using var stream = new MemoryStream(Raw.ToArray());
        return MimeMessage.Load(stream);
    }
}
