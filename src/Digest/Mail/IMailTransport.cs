using MimeKit;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Digest.Mail;

/// <summary>Hands one message to a relay, once; the only retry engine is the pump.</summary>
public interface IMailTransport
{
    /// <param name="message">Sent byte for byte as it is.</param>
    /// <param name="beforeFinalDot">
    /// Awaited when every byte but the final dot is out: from then until the reply nobody can know whether the relay
    /// has the message (RFC 1047). Nothing more is written when it throws.
    /// </param>
    Task<SendOutcome> SendAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct);
}

/// <summary>The SMTP envelope (RFC 5321, 3.3): where reports go, and who gets it.</summary>
public sealed record Envelope(MailboxAddress From, MailboxAddress To);
