using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using NewsBot.Digest.Mail;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

public sealed class SmtpTransportTests
{
    private const string Hello = "S: 220 relay\nC: EHLO\nS: 250-relay\nS: 250-SIZE 1000000\nS: 250-CHUNKING\nS: 250 8BITMIME\n";
    private const string Accepted = "C: MAIL FROM:<b@bounce.example.org>\nS: 250 ok\nC: RCPT TO:<anna@example.org>\nS: 250 ok\nC: DATA\nS: 354 go\n";
    private const string Taken = Accepted + "DATA\nS: 250 2.0.0 Ok: queued as 4F1\n";

    private readonly FakeTimeProvider time = new(Some.Monday);
    private int marks;

    [Fact]
    public async Task A_message_arrives_byte_for_byte_with_its_queue_id()
    {
        await using var relay = new ScriptedRelay([Hello + Taken + "C: QUIT\nS: 221 bye\n"]);
        var message = Message(".a line that begins with a dot\r\n..two\r\n.\r\nÜmläut and a very long line " + new string('x', 2000));
        await using (var transport = Transport(relay))
        {
            Assert.Equal(new SendOutcome.Sent("4F1"), await SendAsync(transport, message));
        }

        Assert.Equal(Encoding.Latin1.GetString(MimeBuilder.Bytes(message)), Encoding.Latin1.GetString(Assert.Single(relay.Messages)));
        Assert.Equal(1, marks);
        Assert.Empty(relay.Surprises);
    }

    [Fact]
    public async Task One_connection_carries_many_messages()
    {
        await using var relay = new ScriptedRelay([Hello + Taken + Taken + Taken + "C: QUIT\nS: 221 bye\n"]);
        await using (var transport = Transport(relay))
        {
            for (var n = 0; n < 3; n++)
            {
                Assert.IsType<SendOutcome.Sent>(await SendAsync(transport));
            }
        }

        Assert.Equal(1, relay.Connections);
        Assert.Empty(relay.Surprises);
    }

    [Fact]
    public async Task A_refused_reader_costs_nobody_the_connection()
    {
        await using var relay = new ScriptedRelay([Hello + "C: MAIL\nS: 250 ok\nC: RCPT\nS: 550 5.1.1 <anna@example.org> unknown\nC: RSET\nS: 250 ok\n" + Taken + "C: QUIT\nS: 221 bye\n"]);
        await using (var transport = Transport(relay))
        {
            Assert.Equal(new SendOutcome.GiveUp($"127.0.0.1:{relay.Port} refused the recipient (550 5.1.1)"), await SendAsync(transport));
            Assert.Equal(0, marks);
            Assert.IsType<SendOutcome.Sent>(await SendAsync(transport));
        }

        Assert.Equal(1, relay.Connections);
        Assert.Empty(relay.Surprises);
    }

    [Theory]
    [InlineData("", typeof(SendOutcome.LaneDown), 0)] // closed before a greeting
    [InlineData("S: 554 5.7.1 go away", typeof(SendOutcome.LaneDown), 0)]
    [InlineData("S: 421 4.3.2 too many connections", typeof(SendOutcome.LaneDown), 0)]
    [InlineData("S: HTTP/1.1 400 Bad Request", typeof(SendOutcome.LaneDown), 0)]
    [InlineData(Hello + "C: MAIL\nDROP", typeof(SendOutcome.LaneDown), 0)]
    [InlineData(Hello + "C: MAIL\nS: 250 ok\nC: RCPT\nS: 451 4.7.1 greylisted\nC: RSET\nS: 250 ok", typeof(SendOutcome.Retry), 0)]
    [InlineData(Hello + "C: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: DATA\nS: 451 4.3.0 later\nC: RSET\nS: 250 ok", typeof(SendOutcome.Retry), 0)]
    [InlineData(Hello + "C: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: DATA\nS: 554 5.5.1 no\nC: RSET\nS: 250 ok", typeof(SendOutcome.GiveUp), 0)]
    [InlineData(Hello + Accepted + "DATA\nDROP", typeof(SendOutcome.Doubtful), 1)]
    [InlineData(Hello + Accepted + "DATA\nS: nonsense", typeof(SendOutcome.Doubtful), 1)]
    [InlineData(Hello + Accepted + "DATA\nS: 451 4.3.0 later\nC: RSET\nS: 250 ok", typeof(SendOutcome.Retry), 1)]
    [InlineData(Hello + Accepted + "DATA\nS: 554 5.7.1 spam\nC: RSET\nS: 250 ok", typeof(SendOutcome.GiveUp), 1)]
    [InlineData(Hello + Accepted + "DATA\nS: 421 4.3.2 closing\nC: RSET\nDROP", typeof(SendOutcome.LaneDown), 1)]
    public async Task What_goes_wrong_means_what_it_must(string transcript, Type outcome, int marks)
    {
        await using var relay = new ScriptedRelay([transcript]);
        await using var transport = Transport(relay);
        Assert.IsType(outcome, await SendAsync(transport));
        Assert.Equal(marks, this.marks);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_body_is_a_retry()
    {
        // Far more than sockets buffer, so that the body cannot be out when the relay hangs up.
        await using var relay = new ScriptedRelay([Hello + Accepted + "BODY\nDROP"]);
        await using var transport = Transport(relay);
        Assert.IsType<SendOutcome.Retry>(await SendAsync(transport, Message(new string('x', 30_000_000))));
        Assert.Equal(0, marks);
    }

    [Fact]
    public async Task Nothing_listens_and_the_lane_waits()
    {
        int port;
        await using (var relay = new ScriptedRelay([]))
        {
            port = relay.Port;
        }

        await using var transport = new SmtpTransport(new() { Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None }, time);
        Assert.Equal(
            new SendOutcome.LaneDown($"127.0.0.1:{port} cannot be used: connection refused; is it running, and is the port right?"), await SendAsync(transport));
    }

    [Fact]
    public async Task Silence_before_the_dot_ends_after_30_seconds()
    {
        await using var relay = new ScriptedRelay([Hello + "C: MAIL\nHANG"]);
        await using var transport = Transport(relay);
        var sending = SendAsync(transport);
        await relay.Hanging.Task;
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.IsType<SendOutcome.Retry>(await sending);
    }

    [Fact]
    public async Task The_reply_to_the_dot_may_take_nine_and_a_half_minutes_and_no_longer()
    {
        await using var relay = new ScriptedRelay([Hello + Accepted + "DATA\nHANG"]);
        await using var transport = Transport(relay);
        var sending = SendAsync(transport);
        await relay.Hanging.Task;
        time.Advance(TimeSpan.FromSeconds(569));
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<SendOutcome.Doubtful>(await sending);
    }

    [Fact]
    public async Task A_stop_after_the_dot_is_doubtful_and_before_it_is_none()
    {
        using var stop = new CancellationTokenSource();
        await using var relay = new ScriptedRelay([Hello + Accepted + "DATA\nHANG"]);
        await using var transport = Transport(relay);
        var sending = SendAsync(transport, ct: stop.Token);
        await relay.Hanging.Task;
        await stop.CancelAsync();
        Assert.IsType<SendOutcome.Doubtful>(await sending);

        using var sooner = new CancellationTokenSource();
        await using var other = new ScriptedRelay([Hello + "C: MAIL\nHANG"]);
        await using var before = Transport(other);
        var cut = SendAsync(before, ct: sooner.Token);
        await other.Hanging.Task;
        await sooner.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut);
    }

    [Fact]
    public async Task Without_the_mark_the_dot_is_never_sent()
    {
        await using var relay = new ScriptedRelay([Hello + Accepted + "DATA\nDROP"]);
        await using var transport = Transport(relay);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => transport.SendAsync(
            Envelope(), Message("text"), () => throw new InvalidOperationException("claim lost"), TestContext.Current.CancellationToken));
        Assert.Equal("claim lost", refusal.Message);
        await relay.Finished;
        Assert.Equal([false], relay.Dots);
    }

    [Theory]
    [InlineData("S: 250-DSN\n", " ENVID=1 RET=HDRS", " NOTIFY=FAILURE,DELAY")]
    [InlineData("", "", "")]
    public async Task A_relay_that_can_report_is_asked_for_failures_and_delays_by_the_mails_own_id(string offer, string ofMail, string ofReader)
    {
        await using var relay = new ScriptedRelay([Hello.Replace("S: 250-CHUNKING\n", offer, StringComparison.Ordinal) + Taken]);
        await using var transport = Transport(relay);
        Assert.IsType<SendOutcome.Sent>(await SendAsync(transport));
        var mail = Assert.Single(relay.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
        var reader = Assert.Single(relay.Commands, command => command.StartsWith("RCPT", StringComparison.Ordinal));
        Assert.Equal("MAIL FROM:<b@bounce.example.org>" + ofMail, Regex.Replace(mail, " SIZE=[0-9]+", "", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal("RCPT TO:<anna@example.org>" + ofReader, reader.Split(" ORCPT=")[0]);
    }

    [Fact]
    public async Task An_idle_connection_that_the_relay_closed_is_no_failure()
    {
        await using var relay = new ScriptedRelay([Hello + Taken + "DROP", Hello + Taken]);
        await using var transport = Transport(relay);
        Assert.IsType<SendOutcome.Sent>(await SendAsync(transport));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.IsType<SendOutcome.Sent>(await SendAsync(transport));
        Assert.Equal(2, relay.Connections);
    }

    [Fact]
    public async Task An_idle_connection_is_left_with_a_quit()
    {
        await using var relay = new ScriptedRelay([Hello + Taken + "C: QUIT\nS: 221 bye", Hello + Taken]);
        await using var transport = Transport(relay);
        await SendAsync(transport);
        time.Advance(TimeSpan.FromSeconds(21));
        Assert.IsType<SendOutcome.Sent>(await SendAsync(transport));
        Assert.Empty(relay.Surprises);
    }

    [Fact]
    public async Task A_refused_login_stops_the_lane_and_the_next_send_logs_in_anew()
    {
        const string Login = "S: 220 relay\nC: EHLO\nS: 250-relay\nS: 250 AUTH PLAIN\nC: AUTH PLAIN\n";
        await using var relay = new ScriptedRelay([Login + "S: 535 5.7.8 no", Login + "S: 235 2.7.0 welcome\n" + Taken]);
        await using var transport = Transport(relay, options => options with { User = "newsbot", Password = "secret" });
        Assert.Equal(new SendOutcome.LaneDown($"127.0.0.1:{relay.Port} refused the login: check the SMTP user and password"), await SendAsync(transport));
        Assert.IsType<SendOutcome.Sent>(await SendAsync(transport));
        Assert.Empty(relay.Surprises);
    }

    [Fact]
    public async Task A_relay_without_STARTTLS_gets_no_mail()
    {
        await using var relay = new ScriptedRelay([Hello + "C: *\nDROP"]);
        await using var transport = Transport(relay, options => options with { Security = SmtpSecurity.StartTls });
        Assert.Contains("does not offer STARTTLS", Assert.IsType<SendOutcome.LaneDown>(await SendAsync(transport)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "localhost", SmtpSecurity.StartTls, true)]
    [InlineData(true, "localhost", SmtpSecurity.Tls, true)]
    [InlineData(false, "localhost", SmtpSecurity.StartTls, false)] // signed by nobody we know
    [InlineData(true, "127.0.0.1", SmtpSecurity.StartTls, false)] // the certificate is for another name
    public async Task A_certificate_must_be_for_the_host_and_signed_by_a_known_authority(bool known, string host, SmtpSecurity security, bool trusted)
    {
        using var certificate = SelfSigned("localhost");
        var pem = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
            var greeting = "S: 220 relay\nC: EHLO\nS: 250-relay\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\nC: EHLO\nS: 250 relay\n";
            await using var relay = new ScriptedRelay([(security == SmtpSecurity.Tls ? "TLS\n" + Hello : greeting) + Taken], certificate);
            await using var transport = Transport(relay, options => options with { Host = host, Security = security, CaFile = known ? pem : null });
            var outcome = await SendAsync(transport);
            Assert.Equal(trusted, outcome is SendOutcome.Sent);
            Assert.Equal(!trusted, outcome is SendOutcome.LaneDown down && down.Reason.Contains("certificate", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(pem);
        }
    }

    [Fact]
    public async Task An_address_that_needs_SMTPUTF8_is_parked()
    {
        await using var transport = new SmtpTransport(new() { Host = "127.0.0.1", Port = 1, Security = SmtpSecurity.None }, time);
        var envelope = Envelope() with { To = new MailboxAddress(null, "zoë@example.org") };
        Assert.IsType<SendOutcome.Park>(await transport.SendAsync(envelope, Message("text"), () => Task.CompletedTask, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("anna@küste.example")]
    [InlineData("anna@xn--kste-0ra.example")]
    public async Task A_reader_at_a_domain_beyond_ASCII_gets_the_mail_by_its_A_labels(string address)
    {
        await using var relay = new ScriptedRelay([Hello + Taken.Replace("anna@example.org", "anna@xn--kste-0ra.example", StringComparison.Ordinal)]);
        await using var transport = Transport(relay);
        var envelope = Envelope() with { To = new MailboxAddress(null, address) };
        Assert.IsType<SendOutcome.Sent>(await transport.SendAsync(envelope, Message("text"), () => Task.CompletedTask, TestContext.Current.CancellationToken));
        Assert.Empty(relay.Surprises);
    }

    [Theory]
    [InlineData("relay.example.org", SmtpSecurity.None, "Security")]
    [InlineData("localhost", SmtpSecurity.None, null)]
    [InlineData("127.0.0.1", SmtpSecurity.None, null)]
    [InlineData("::1", SmtpSecurity.None, null)]
    [InlineData("relay.example.org", SmtpSecurity.StartTls, null)]
    [InlineData("", SmtpSecurity.Tls, "Host")]
    public void Mail_leaves_the_machine_only_encrypted(string host, SmtpSecurity security, string? option) =>
        Assert.Equal(option, new SmtpOptions { Host = host, Security = security }.Problems().Select(problem => problem.Option).SingleOrDefault());

    [Fact]
    public void Options_do_not_show_the_password() =>
        Assert.DoesNotContain("hunter2", $"{new SmtpOptions { Host = "relay", User = "newsbot", Password = "hunter2" }}", StringComparison.Ordinal);

    private SmtpTransport Transport(ScriptedRelay relay, Func<SmtpOptions, SmtpOptions>? with = null)
    {
        var options = new SmtpOptions { Host = "127.0.0.1", Port = relay.Port, Security = SmtpSecurity.None, Connections = 2 };
        return new SmtpTransport(with?.Invoke(options) ?? options, time);
    }

    private Task<SendOutcome> SendAsync(SmtpTransport transport, MimeMessage? message = null, CancellationToken? ct = null) => transport.SendAsync(
        Envelope(),
        message ?? Message("text"),
        () =>
        {
            marks++;
            return Task.CompletedTask;
        },
        ct ?? TestContext.Current.CancellationToken);

    private static Envelope Envelope() => new(new MailboxAddress(null, "b@bounce.example.org"), new MailboxAddress(null, "anna@example.org"));

    private static MimeMessage Message(string text)
    {
        var message = new MimeMessage { Subject = "s", Date = Some.Monday, MessageId = "1@example.org" };
        message.From.Add(new MailboxAddress("n", "digest@example.org"));
        message.To.Add(new MailboxAddress(null, "anna@example.org"));
        message.Body = new TextPart("plain") { ContentTransferEncoding = ContentEncoding.QuotedPrintable, Text = text };
        return message;
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
