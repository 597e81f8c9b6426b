using System.Text;
using NewsBot.Sandbox;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class SmtpDialogueTests
{
    [Fact]
    public async Task A_plain_dialogue_ends_with_the_mail_in_the_box()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var line = await sandbox.ConnectAsync();

        Assert.StartsWith("220 ", await line.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("250 localhost", await line.AskAsync("HELO test"));
        Assert.Equal("250 2.1.0 Ok", await line.AskAsync("MAIL FROM:<digest@news.example.org>"));
        Assert.Equal("250 2.1.5 Ok", await line.AskAsync("RCPT TO:<zoe@example.net>"));
        Assert.Equal("250 2.1.5 Ok", await line.AskAsync("rcpt to:<sam@example.net>"));
        Assert.StartsWith("354 ", await line.AskAsync("DATA"), StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 Ok: queued as 00000001", await line.AskAsync("Subject: x\r\n\r\n..dots\r\n...\r\n."));
        Assert.Equal("221 2.0.0 Bye", await line.AskAsync("QUIT"));
        Assert.Null(await line.ReplyAsync());

        var mail = Assert.Single(sandbox.Server.Mailbox.Mails);
        Assert.Equal("Subject: x\r\n\r\n.dots\r\n..\r\n", Encoding.UTF8.GetString(mail.Raw.Span));
        Assert.Equal(("00000001", "digest@news.example.org", "zoe@example.net sam@example.net"), (mail.Id, mail.EnvelopeFrom, string.Join(' ', mail.EnvelopeTo)));
        Assert.Equal(sandbox.Clock.GetUtcNow(), mail.ReceivedAt);
    }

    [Fact]
    public async Task Commands_may_come_all_at_once()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var line = await sandbox.ConnectAsync();
        await line.ReplyAsync();

        await line.SendAsync("EHLO test\r\nMAIL FROM:<> SIZE=100 BODY=8BITMIME RET=HDRS ENVID=k7\r\nRCPT TO:<zoe@example.net> NOTIFY=FAILURE\r\nDATA\r\n");
        var replies = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            replies.Add((await line.ReplyAsync())![..3]);
        }

        await line.SendAsync("Subject: x\r\n\r\ny\r\n.\r\nRSET\r\nNOOP\r\nQUIT\r\n");
        for (var i = 0; i < 4; i++)
        {
            replies.Add((await line.ReplyAsync())![..3]);
        }

        Assert.Equal(["250", "250", "250", "354", "250", "250", "250", "221"], replies);
        Assert.Equal("", Assert.Single(sandbox.Server.Mailbox.Mails).EnvelopeFrom);
    }

    [Fact]
    public async Task The_greeting_names_the_extensions()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { SmtpUser = "u", SmtpPassword = "p" });
        using var line = await sandbox.ConnectAsync();
        await line.ReplyAsync();

        Assert.Equal("250-localhost\n250-PIPELINING\n250-SIZE 26214400\n250-8BITMIME\n250-SMTPUTF8\n250-ENHANCEDSTATUSCODES\n250-DSN\n250 AUTH PLAIN LOGIN", await line.AskAsync("EHLO test"));
    }

    [Theory]
    [InlineData("MAIL FROM:<a@b>", "503")]
    [InlineData("EHLO", "501")]
    [InlineData("EHLO t|RCPT TO:<a@b>", "503")]
    [InlineData("EHLO t|DATA", "503")]
    [InlineData("EHLO t|MAIL FROM:<a@b>|DATA", "554")]
    [InlineData("EHLO t|MAIL FROM:<a@b>|MAIL FROM:<a@b>", "503")]
    [InlineData("EHLO t|MAIL FROM:a@b", "501")]
    [InlineData("EHLO t|MAIL FROM:<a@>", "501")]
    [InlineData("EHLO t|MAIL FROM:<a@b> SIZE=99999999", "552")]
    [InlineData("EHLO t|MAIL FROM:<a@b> MOOD=good", "555")]
    [InlineData("EHLO t|MAIL FROM:<zoë@b>", "550")]
    [InlineData("EHLO t|MAIL FROM:<zoë@b> SMTPUTF8", "250")]
    [InlineData("EHLO t|MAIL FROM:<a@b>|RCPT TO:<>", "553")]
    [InlineData("EHLO t|MAIL FROM:<a@b>|RCPT TO:<\"a>b\"@c>", "250")]
    [InlineData("EHLO t|MAIL FROM:<a@b>|RCPT TO:<zoë@b>", "553")]
    [InlineData("AUTH PLAIN AHUAcA==", "502")]
    [InlineData("GET / HTTP/1.1", "500")]
    public async Task A_command_out_of_place_is_refused(string commands, string expected)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var line = await sandbox.ConnectAsync();
        await line.ReplyAsync();

        var reply = "";
        foreach (var command in commands.Split('|'))
        {
            reply = await line.AskAsync(command);
        }

        Assert.Equal(expected, reply![..3]);
        Assert.Equal("250 2.0.0 Ok", await line.AskAsync("NOOP"));
    }

    [Theory]
    [InlineData("Subject: x\r\n\r\nsmuggled\n.\nMAIL FROM:<evil@example.org>", "550 5.6.11")]
    [InlineData("Subject: x\r\n\r\nbare\rreturn", "550 5.6.11")]
    [InlineData("Subject: x\r\n\r\n@1999", "550 5.6.0")]
    [InlineData("Subject: x\r\n\r\n@998", "250")]
    public async Task Lines_of_a_message_end_in_CRLF_and_have_a_length(string message, string expected)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var line = await sandbox.ConnectAsync();
        await line.BeginDataAsync();

        var at = message.IndexOf('@', StringComparison.Ordinal);
        if (at > 0 && int.TryParse(message[(at + 1)..], out var length))
        {
            message = message[..at] + new string('x', length);
        }

        Assert.StartsWith(expected, await line.AskAsync(message + "\r\n."), StringComparison.Ordinal);

        Assert.Equal(expected == "250" ? 1 : 0, sandbox.Server.Mailbox.Mails.Count);
        Assert.Equal("250 2.0.0 Ok", await line.AskAsync("NOOP"));
    }

    [Fact]
    public async Task A_message_too_big_is_read_to_its_end_and_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var line = await sandbox.ConnectAsync();
        await line.BeginDataAsync();

        var chunk = string.Concat(Enumerable.Repeat(new string('x', 98) + "\r\n", 10_486));
        for (var i = 0; i < 26; i++)
        {
            await line.SendAsync(chunk);
        }

        Assert.Equal("552 5.3.4 Message too big", await line.AskAsync("."));
        Assert.Empty(sandbox.Server.Mailbox.Mails);
    }

    [Fact]
    public async Task A_command_that_ends_in_a_bare_LF_is_refused_and_ten_such_end_the_talk()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var line = await sandbox.ConnectAsync();
        await line.ReplyAsync();

        for (var i = 0; i < 10; i++)
        {
            await line.SendAsync("EHLO test\n");
            Assert.Equal("500 5.5.2 Lines end in CRLF", await line.ReplyAsync());
        }

        Assert.Null(await line.ReplyAsync());
    }

    [Theory]
    [InlineData("AUTH PLAIN AHUAcA==", "235")]
    [InlineData("AUTH PLAIN|AHUAcA==", "235")]
    [InlineData("AUTH LOGIN|dQ==|cA==", "235")]
    [InlineData("AUTH LOGIN dQ==|cA==", "235")]
    [InlineData("AUTH PLAIN AHUAeA==", "535")]
    [InlineData("AUTH PLAIN|*", "501")]
    [InlineData("AUTH LOGIN|!|!", "535")]
    [InlineData("AUTH CRAM-MD5", "504")]
    [InlineData("MAIL FROM:<a@b>", "530")]
    public async Task A_password_is_asked_for_when_one_is_set(string commands, string expected)
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { SmtpUser = "u", SmtpPassword = "p" });
        using var line = await sandbox.ConnectAsync();
        await line.ReplyAsync();
        await line.AskAsync("EHLO test");

        var reply = "";
        foreach (var command in commands.Split('|'))
        {
            reply = await line.AskAsync(command);
        }

        Assert.Equal(expected, reply![..3]);
    }
}
