using NewsBot.Sandbox.Faults;

namespace NewsBot.Sandbox.LocalMailbox;

/// <summary>Where in the SMTP dialogue things go wrong.</summary>
public enum MailFaultKind
{
    /// <summary>The greeting is 421, then the connection ends.</summary>
    RefuseConnection,

    /// <summary>MAIL is answered with <see cref="MailFault.Reply"/>.</summary>
    RefuseSender,

    /// <summary>RCPT is answered with <see cref="MailFault.Reply"/>.</summary>
    RefuseRecipient,

    /// <summary>The final dot is answered with <see cref="MailFault.Reply"/>; the mail is not kept.</summary>
    RefuseMessage,

    /// <summary>The connection is cut while the message comes in; the mail is not kept.</summary>
    CloseBeforeDot,

    /// <summary>The mail is kept, and the connection is cut without a reply to the final dot: the sender cannot know.</summary>
    CloseAfterDot,

    /// <summary>The mail is kept and acknowledged, then the connection is cut.</summary>
    CloseAfterReply,

    /// <summary>The mail is kept, and the reply to the final dot is held back for <see cref="FaultRule.Wait"/>.</summary>
    Delay,
}

/// <summary>A fault of the local mailbox. Unset conditions fit everything.</summary>
public sealed record MailFault(MailFaultKind Kind) : FaultRule
{
    /// <summary>Only mail with a recipient that contains this, whatever the case.</summary>
    public string? Recipient { get; init; }

    /// <summary>The refusing reply, one line such as "550 5.1.1 No such user"; after a 421 the connection ends.</summary>
    /// <exception cref="ArgumentException">It is no reply of 4xx or 5xx.</exception>
    public string Reply
    {
        get;
        init => field = value is [>= '4' and <= '5', >= '0' and <= '9', >= '0' and <= '9', ' ', ..] && !value.AsSpan().ContainsAny('\r', '\n')
            ? value
            : throw new ArgumentException($"\"{value}\" is no refusing SMTP reply; one looks like \"451 4.3.0 Try again later\".", nameof(value));
    } = "451 4.3.0 Try again later";

    internal bool Fits(MailFaultKind kind, IEnumerable<string> recipients)
        => Kind == kind && (Recipient is null || recipients.Any(known => known.Contains(Recipient, StringComparison.OrdinalIgnoreCase)));
}
