using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using NewsBot.Digest.Mail;
using NewsBot.Newsroom.Deliveries;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

public sealed class SmtpOutcomeTests
{
    private static readonly Exception[] Broken =
    [
        new IOException("x"), new SmtpProtocolException("x"), new OperationCanceledException(), new TimeoutException(),
        new SocketException((int)SocketError.ConnectionReset), new ServiceNotConnectedException(),
    ];

    // code, which command, the relay's words, what it means, what the row says
    public static TheoryData<int, SmtpErrorCode, string, string, string> Replies => new()
    {
        { 550, SmtpErrorCode.RecipientNotAccepted, "5.1.1 <anna@example.org>: no such user", "GiveUp", "relay:25 refused the recipient (550 5.1.1)" },
        { 553, SmtpErrorCode.RecipientNotAccepted, "sorry, anna@example.org", "GiveUp", "relay:25 refused the recipient (553)" },
        { 451, SmtpErrorCode.RecipientNotAccepted, "4.7.1 greylisted", "Retry", "relay:25 deferred the recipient (451 4.7.1)" },
        { 452, SmtpErrorCode.RecipientNotAccepted, "4.2.2 mailbox full", "Retry", "relay:25 deferred the recipient (452 4.2.2)" },
        { 554, SmtpErrorCode.RecipientNotAccepted, "5.7.1 <anna@example.org>: Relay access denied", "LaneDown", "relay:25 does not relay for us (554 5.7.1): check the SMTP user and password, and the sender's address" },
        { 550, SmtpErrorCode.RecipientNotAccepted, "5.7.54 SMTP; Unable to relay recipient", "LaneDown", "relay:25 does not relay for us (550 5.7.54): check the SMTP user and password, and the sender's address" },
        { 554, SmtpErrorCode.MessageNotAccepted, "5.7.1 spam", "GiveUp", "relay:25 refused the message (554 5.7.1)" },
        { 552, SmtpErrorCode.SenderNotAccepted, "5.3.4 too big", "GiveUp", "relay:25 refused the message (552 5.3.4)" },
        { 452, SmtpErrorCode.MessageNotAccepted, "4.3.1 disk full", "Retry", "relay:25 deferred the message (452 4.3.1)" },
        { 553, SmtpErrorCode.SenderNotAccepted, "5.7.1 not owned by user", "LaneDown", "relay:25 refused the sender's address (553 5.7.1)" },
        { 451, SmtpErrorCode.SenderNotAccepted, "try later", "LaneDown", "relay:25 refused the sender's address (451)" },
        { 530, SmtpErrorCode.SenderNotAccepted, "5.7.0 Must issue a STARTTLS command first", "LaneDown", "relay:25 does not relay for us (530 5.7.0): check the SMTP user and password, and the sender's address" },
        { 421, SmtpErrorCode.UnexpectedStatusCode, "4.3.2 shutting down", "LaneDown", "relay:25 takes nothing now (421 4.3.2)" },
    };

    [Theory, MemberData(nameof(Replies))]
    public void A_reply_decides_about_the_mail_or_about_us(int code, SmtpErrorCode error, string words, string outcome, string reason)
    {
        var failure = new SmtpCommandException(error, (SmtpStatusCode)code, new MailboxAddress("", "anna@example.org"), words);
        foreach (var phase in new[] { SmtpPhase.Envelope, SmtpPhase.Dot })
        {
            Assert.Equal((outcome, reason), Told(SmtpOutcome.Of(failure, phase, "relay:25")));
        }
    }

    [Fact]
    public void A_broken_wire_means_what_its_moment_means() => Assert.All(Broken, failure =>
    {
        Assert.IsType<SendOutcome.LaneDown>(SmtpOutcome.Of(failure, SmtpPhase.Connect, "relay:25"));
        Assert.IsType<SendOutcome.LaneDown>(SmtpOutcome.Of(failure, SmtpPhase.Login, "relay:25"));
        // One recipient that the relay ponders too long must not stop the others.
        var slow = failure is OperationCanceledException or TimeoutException;
        Assert.IsType(slow ? typeof(SendOutcome.Retry) : typeof(SendOutcome.LaneDown), SmtpOutcome.Of(failure, SmtpPhase.Envelope, "relay:25"));
        Assert.IsType<SendOutcome.Retry>(SmtpOutcome.Of(failure, SmtpPhase.Body, "relay:25"));
        Assert.IsType<SendOutcome.Doubtful>(SmtpOutcome.Of(failure, SmtpPhase.Dot, "relay:25"));
    });

    [Fact]
    public void What_we_did_wrong_ourselves_says_what_to_mend()
    {
        Assert.Equal(("LaneDown", "relay:25 refused the login: check the SMTP user and password"), Told(SmtpOutcome.Of(new AuthenticationException("535"), SmtpPhase.Login, "relay:25")));
        Assert.Equal(("LaneDown", "relay:25 takes nothing now (454 4.7.0)"), Told(SmtpOutcome.Of(new SmtpCommandException(SmtpErrorCode.UnexpectedStatusCode, (SmtpStatusCode)454, "4.7.0 TLS"), SmtpPhase.Connect, "relay:25")));
        Assert.Contains("STARTTLS", Told(SmtpOutcome.Of(new NotSupportedException(), SmtpPhase.Connect, "relay:25")).Reason, StringComparison.Ordinal);
        Assert.Contains("connection refused", Told(SmtpOutcome.Of(new SocketException((int)SocketError.ConnectionRefused), SmtpPhase.Connect, "relay:25")).Reason, StringComparison.Ordinal);
        Assert.Contains("no host", Told(SmtpOutcome.Of(new SocketException((int)SocketError.HostNotFound), SmtpPhase.Connect, "relay:25")).Reason, StringComparison.Ordinal);
        Assert.Contains("certificate", Told(SmtpOutcome.Of(new SslHandshakeException("x"), SmtpPhase.Connect, "relay:25")).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.0.0 Ok: queued as 4ZkR2k1xW2z", "4ZkR2k1xW2z")]
    [InlineData("OK id=1tGbQa-0004Xz-2k", "1tGbQa-0004Xz-2k")]
    [InlineData("2.0.0 OK", null)]
    public void A_queue_id_is_kept(string reply, string? id) => Assert.Equal(id, SmtpOutcome.Sent(reply).RemoteId);

    private static (string Outcome, string Reason) Told(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Retry retry => ("Retry", retry.Reason),
        SendOutcome.GiveUp giveUp => ("GiveUp", giveUp.Reason),
        SendOutcome.LaneDown down => ("LaneDown", down.Reason),
        SendOutcome.Doubtful doubtful => ("Doubtful", doubtful.Reason),
        _ => (outcome.GetType().Name, ""),
    };
}
