using System.Net.Sockets;
using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Digest.Mail;

/// <summary>How far the dialogue with the relay had come.</summary>
internal enum SmtpPhase
{
    /// <summary>Connecting, greeting, TLS.</summary>
    Connect,
    Login,

    /// <summary>MAIL, RCPT and DATA.</summary>
    Envelope,

    /// <summary>The message, without its final dot: the relay cannot have it.</summary>
    Body,

    /// <summary>From the final dot on, until its reply: nobody can know (RFC 1047).</summary>
    Dot,
}

/// <summary>
/// Pure: from a failure to what it means for the row. A relay that cannot be reached, or refuses us, is no fault of the mail:
/// the lane waits, and the row's attempts are not spent.
/// </summary>
internal static partial class SmtpOutcome
{
    private const int ServiceClosing = 421;
    private const int TooBig = 552;
    private const int WantsLogin = 530;
    private const int LoginFailed = 535;

    /// <param name="reply">The relay's words for the final dot.</param>
    public static SendOutcome.Sent Sent(string reply) =>
        new(QueueId().Match(reply) is { Success: true } queued ? queued.Groups["id"].Value : null);

    /// <remarks>Reasons give the relay's codes and never its words, which often repeat the reader's address.</remarks>
    public static SendOutcome Of(Exception failure, SmtpPhase phase, string relay) => failure switch
    {
        SmtpCommandException reply => Of(reply, phase, relay),
        ServiceNotAuthenticatedException or AuthenticationException => new SendOutcome.LaneDown($"{relay} refused the login: check the SMTP user and password"),
        _ => phase switch
        {
            SmtpPhase.Dot => new SendOutcome.Doubtful($"{relay} did not answer the final dot: {Describe(failure)}"),
            SmtpPhase.Body => new SendOutcome.Retry($"{relay} did not take the message: {Describe(failure)}"),
            SmtpPhase.Envelope when failure is OperationCanceledException or TimeoutException => new SendOutcome.Retry($"{relay} did not answer in time"),
            SmtpPhase.Login when failure is NotSupportedException => new SendOutcome.LaneDown($"{relay} offers no way to log in that we know; it may do so only with TLS"),
            SmtpPhase.Connect when failure is NotSupportedException => new SendOutcome.LaneDown($"{relay} does not offer STARTTLS: use its TLS port, or the security that it has"),
            _ => new SendOutcome.LaneDown($"{relay} cannot be used: {Describe(failure)}"),
        },
    };

    /// <returns>Did the relay end the connection before it took anything of a mail? On a kept one that is no trouble: it idled, or carried enough.</returns>
    public static bool IsClosed(Exception failure, SmtpPhase phase) => phase == SmtpPhase.Envelope && failure switch
    {
        SmtpCommandException reply => (int)reply.StatusCode == ServiceClosing,
        _ => failure is SmtpProtocolException or IOException or SocketException or ServiceNotConnectedException,
    };

    private static SendOutcome Of(SmtpCommandException reply, SmtpPhase phase, string relay)
    {
        var code = (int)reply.StatusCode;
        var codes = EnhancedCode().Match(reply.Message) is { Success: true } enhanced ? $"{code} {enhanced.Value}" : $"{code}";
        if (code == ServiceClosing || phase is SmtpPhase.Connect or SmtpPhase.Login)
        {
            return new SendOutcome.LaneDown($"{relay} takes nothing now ({codes})");
        }

        if (code is WantsLogin or LoginFailed || (code >= 500 && IsRelayDenied(reply.Message)))
        {
            return new SendOutcome.LaneDown($"{relay} does not relay for us ({codes}): check the SMTP user and password, and the sender's address");
        }

        // MAIL names nobody but ourselves: whatever is wrong with it is wrong with every mail, but its size.
        if (reply.ErrorCode == SmtpErrorCode.SenderNotAccepted && code != TooBig)
        {
            return new SendOutcome.LaneDown($"{relay} refused the sender's address ({codes})");
        }

        var what = reply.ErrorCode == SmtpErrorCode.RecipientNotAccepted ? "the recipient" : "the message";
        return code < 500 ? new SendOutcome.Retry($"{relay} deferred {what} ({codes})") : new SendOutcome.GiveUp($"{relay} refused {what} ({codes})");
    }

    // "host mx.example.net said: 550 relaying denied" is a relay further on, and about one reader alone.
    private static bool IsRelayDenied(string words) => !words.Contains(" said: ", StringComparison.Ordinal) && RelayDenied().IsMatch(words);

    private static string Describe(Exception failure) => failure switch
    {
        OperationCanceledException or TimeoutException => "it took too long",
        SslHandshakeException => "its TLS certificate is not trusted, or is for another name; an own authority goes into the SMTP CA file",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused; is it running, and is the port right?",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "there is no host of that name",
        SocketException socket => $"{socket.SocketErrorCode}",
        SmtpProtocolException => "the connection was closed, or what it said is not SMTP",
        IOException => "the connection broke",
        _ => failure.GetType().Name,
    };

    // RFC 3463, at the beginning of the text.
    [GeneratedRegex(@"\A[245]\.\d{1,3}\.\d{1,3}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnhancedCode();

    // Postfix says "Relay access denied", Exim "relay not permitted", Sendmail and Exchange "Relaying denied", "Unable to relay".
    [GeneratedRegex(@"\brelay(ing)?( access)? (denied|not permitted)|unable to relay", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex RelayDenied();

    // Postfix "queued as 4F1", Exim "id=1abc-0002-XY"; others keep it to themselves.
    [GeneratedRegex(@"(queued as |\bid=)(?<id>[A-Za-z0-9._-]{1,64})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QueueId();
}
