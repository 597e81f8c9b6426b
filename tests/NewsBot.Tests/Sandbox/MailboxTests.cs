using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalMailbox;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class MailboxTests
{
    [Fact]
    public async Task MailKit_sends_and_the_bytes_arrive_as_they_were()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var message = Mail("zoe@example.net");
        message.Body = new TextPart("plain") { Text = ".dot first\r\n.\r\nZoë ✓\r\n" };

        var reply = await SendAsync(sandbox, message);

        var mail = await sandbox.Server.Mailbox.WaitForMailAsync(mail => mail.EnvelopeTo.Contains("zoe@example.net"), TestContext.Current.CancellationToken);
        Assert.Contains(mail.Id, reply, StringComparison.Ordinal);
        Assert.Equal(message.MessageId, mail.Parse().MessageId);
        Assert.Equal(".dot first\r\n.\r\nZoë ✓\r\n", mail.Parse().TextBody?.ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public async Task MailKit_logs_in_when_a_password_is_set()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { SmtpUser = "newsbot", SmtpPassword = "sécret" });

        await Assert.ThrowsAsync<AuthenticationException>(() => SendAsync(sandbox, Mail("a@example.net"), "newsbot", "wrong"));
        await Assert.ThrowsAsync<ServiceNotAuthenticatedException>(() => SendAsync(sandbox, Mail("a@example.net")));
        await SendAsync(sandbox, Mail("b@example.net"), "newsbot", "sécret");

        Assert.Equal(["b@example.net"], sandbox.Server.Mailbox.Mails.Select(mail => mail.EnvelopeTo.Single()));
    }

    [Fact]
    public async Task Eight_connections_send_at_once()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            using var client = await ConnectAsync(sandbox);
            for (var i = 0; i < 10; i++)
            {
                await client.SendAsync(Mail($"reader{worker}.{i}@example.net"), TestContext.Current.CancellationToken);
            }

            await client.DisconnectAsync(quit: true, TestContext.Current.CancellationToken);
        }));

        var mails = await sandbox.Server.Mailbox.WaitForCountAsync(80, TestContext.Current.CancellationToken);
        Assert.Equal(80, mails.Select(mail => mail.EnvelopeTo.Single()).Distinct().Count());
        Assert.Equal(80, sandbox.Server.Mailbox.Received);
    }

    [Fact]
    public async Task A_refused_recipient_is_refused_and_others_are_not()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Mailbox.Faults.Add(new MailFault(MailFaultKind.RefuseRecipient) { Recipient = "ZOE@", Reply = "550 5.1.1 No such user" });

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(sandbox, Mail("zoe@example.net")));
        await SendAsync(sandbox, Mail("sam@example.net"));

        Assert.Equal((SmtpErrorCode.RecipientNotAccepted, SmtpStatusCode.MailboxUnavailable), (refused.ErrorCode, refused.StatusCode));
        Assert.Single(sandbox.Server.Mailbox.Mails);
    }

    [Theory]
    [InlineData(MailFaultKind.RefuseSender, SmtpErrorCode.SenderNotAccepted)]
    [InlineData(MailFaultKind.RefuseMessage, SmtpErrorCode.MessageNotAccepted)]
    public async Task A_refusal_keeps_nothing(MailFaultKind kind, SmtpErrorCode expected)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Mailbox.Faults.Add(new MailFault(kind) { Times = 1 });

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(sandbox, Mail("zoe@example.net")));

        Assert.Equal(expected, refused.ErrorCode);
        Assert.Equal(451, (int)refused.StatusCode);
        Assert.Empty(sandbox.Server.Mailbox.Mails);
        await SendAsync(sandbox, Mail("zoe@example.net"));
        Assert.Single(sandbox.Server.Mailbox.Mails);
    }

    [Theory]
    [InlineData(MailFaultKind.CloseBeforeDot, 0, false)]
    [InlineData(MailFaultKind.CloseAfterDot, 1, false)]
    [InlineData(MailFaultKind.CloseAfterReply, 1, true)]
    public async Task A_cut_connection_leaves_what_it_should(MailFaultKind kind, int kept, bool acknowledged)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Mailbox.Faults.Add(new MailFault(kind));
        using var line = await sandbox.ConnectAsync();
        await line.BeginDataAsync();

        await line.SendAsync("Subject: x\r\n\r\n");
        if (kind != MailFaultKind.CloseBeforeDot)
        {
            await line.SendAsync("y\r\n.\r\n");
        }

        Assert.Equal(acknowledged, await line.ReplyAsync() is { } reply && reply.StartsWith("250", StringComparison.Ordinal));
        Assert.Null(await line.ReplyAsync());
        Assert.Equal(kept, sandbox.Server.Mailbox.Mails.Count);
    }

    [Fact]
    public async Task A_busy_server_says_421()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Mailbox.Faults.Add(new MailFault(MailFaultKind.RefuseConnection));
        using var line = await sandbox.ConnectAsync();

        Assert.Equal("421 4.3.2 Not now", await line.ReplyAsync());
        Assert.Null(await line.ReplyAsync());
    }

    [Fact]
    public async Task A_reply_of_421_ends_the_connection()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Mailbox.Faults.Add(new MailFault(MailFaultKind.RefuseSender) { Reply = "421 4.3.2 Closing" });
        using var line = await sandbox.ConnectAsync();
        await line.ReplyAsync();
        await line.AskAsync("EHLO test");

        Assert.Equal("421 4.3.2 Closing", await line.AskAsync("MAIL FROM:<a@b>"));
        Assert.Null(await line.ReplyAsync());
    }

    [Theory]
    [InlineData("250 2.0.0 Ok")]
    [InlineData("550 5.1.1 No\r\n250 Ok")]
    [InlineData("no")]
    public void A_fault_refuses_with_a_refusal(string reply)
        => Assert.Throws<ArgumentException>(() => new MailFault(MailFaultKind.RefuseMessage) { Reply = reply });

    [Fact]
    public async Task A_held_back_reply_comes_when_its_time_has_come()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Mailbox.Faults.Add(new MailFault(MailFaultKind.Delay) { Wait = TimeSpan.FromSeconds(30) });

        var sending = SendAsync(sandbox, Mail("zoe@example.net"));
        await sandbox.Server.Mailbox.WaitForCountAsync(1, TestContext.Current.CancellationToken);

        Assert.False(sending.IsCompleted);
        while (!sending.IsCompleted)
        {
            sandbox.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        Assert.Contains("queued", await sending, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_cuts_its_connections_and_comes_back_on_the_same_port()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var port = sandbox.Server.SmtpPort;
        using var line = await sandbox.ConnectAsync();
        await line.ReplyAsync();

        await sandbox.Server.Mailbox.StopListeningAsync();

        Assert.Null(await line.ReplyAsync());
        await Assert.ThrowsAsync<SocketException>(sandbox.ConnectAsync);
        sandbox.Server.Mailbox.StartListening();
        Assert.Equal(port, sandbox.Server.SmtpPort);
        await SendAsync(sandbox, Mail("zoe@example.net"));
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var refused = await Assert.ThrowsAsync<IOException>(() => RunningSandbox.StartAsync(new SandboxOptions { SmtpPort = sandbox.Server.SmtpPort }));

        Assert.Contains($"127.0.0.1:{sandbox.Server.SmtpPort}", refused.Message, StringComparison.Ordinal);
    }

    private static MimeMessage Mail(string to) => new(
        [new MailboxAddress("NewsBot", "digest@news.example.org")], [new MailboxAddress("", to)], "Three new items", new TextPart("plain") { Text = "Hello" });

    private static async Task<SmtpClient> ConnectAsync(RunningSandbox sandbox)
    {
        var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", sandbox.Server.SmtpPort, SecureSocketOptions.None, TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<string> SendAsync(RunningSandbox sandbox, MimeMessage message, string? user = null, string password = "")
    {
        using var client = await ConnectAsync(sandbox);
        if (user is not null)
        {
            await client.AuthenticateAsync(user, password, TestContext.Current.CancellationToken);
        }

        var reply = await client.SendAsync(message, TestContext.Current.CancellationToken);
        await client.DisconnectAsync(quit: true, TestContext.Current.CancellationToken);
        return reply;
    }
}
