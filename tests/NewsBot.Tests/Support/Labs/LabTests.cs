using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Npgsql;
using Xunit;

namespace NewsBot.Tests.Support.Labs;

/// <summary>What the other tests count on when they use a lab.</summary>
public sealed class LabTests
{
    [Fact]
    public async Task A_mail_handed_in_lies_in_the_readers_own_inbox()
    {
        var ct = TestContext.Current.CancellationToken;
        var lab = await MailAsync();
        var reader = MailLab.NewReader();
        using var client = await ConnectAsync(lab, ct);

        var reading = lab.ReadAsync(reader, 2, ct); // It waits, and hears of the mail when it comes.
        await client.SendAsync(Mail(lab, reader, "First"), ct);
        await client.SendAsync(Mail(lab, reader.Replace("@", "+tag@", StringComparison.Ordinal), "Second"), ct);
        await client.SendAsync(Mail(lab, MailLab.NewReader(), "Somebody else's"), ct);

        var mails = await reading;
        Assert.Equal(["First", "Second"], mails.Select(mail => mail.Subject).Order(StringComparer.Ordinal));
        Assert.All(mails, mail => Assert.Equal($"<{lab.User}>", mail.Headers[HeaderId.ReturnPath]));
    }

    [Theory]
    [InlineData("a@reject.test", SmtpStatusCode.MailboxUnavailable, "5.1.1")]
    [InlineData("a@tempfail.test", SmtpStatusCode.ErrorInProcessing, "4.3.0")]
    [InlineData("a@example.org", SmtpStatusCode.TransactionFailed, "5.7.1")]
    public async Task A_recipient_that_the_lab_does_not_take_is_answered_at_once(string recipient, SmtpStatusCode status, string enhanced)
    {
        var ct = TestContext.Current.CancellationToken;
        var lab = await MailAsync();
        using var client = await ConnectAsync(lab, ct);

        var refusal = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(Mail(lab, recipient, "To nobody"), ct));

        Assert.Equal((SmtpErrorCode.RecipientNotAccepted, status), (refusal.ErrorCode, refusal.StatusCode));
        Assert.StartsWith(enhanced, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_does_not_trust_the_labs_authority_gets_no_connection()
    {
        var lab = await MailAsync();
        using var client = new SmtpClient();

        await Assert.ThrowsAsync<SslHandshakeException>(() =>
            client.ConnectAsync(lab.Host, lab.SubmissionPort, SecureSocketOptions.StartTls, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_test_gets_a_database_of_its_own()
    {
        var ct = TestContext.Current.CancellationToken;
        var lab = await PostgresLab.SharedAsync();
        Assert.SkipWhen(lab.Reason is not null, lab.Reason ?? "");
        await using var mine = await lab.NewDatabaseAsync();
        await using var other = await lab.NewDatabaseAsync();

        await using var create = mine.CreateCommand("create table only_here (id bigint)");
        await create.ExecuteNonQueryAsync(ct);

        await using var look = other.CreateCommand("select 1 from only_here");
        var missing = await Assert.ThrowsAsync<PostgresException>(() => look.ExecuteScalarAsync(ct));
        Assert.Equal(PostgresErrorCodes.UndefinedTable, missing.SqlState);
    }

    private static async Task<MailLab> MailAsync()
    {
        var lab = await MailLab.SharedAsync();
        Assert.SkipWhen(lab.Reason is not null, lab.Reason ?? "");
        return lab;
    }

    private static async Task<SmtpClient> ConnectAsync(MailLab lab, CancellationToken ct)
    {
        var client = new SmtpClient { CheckCertificateRevocation = false, ServerCertificateValidationCallback = lab.IsTrusted };
        await client.ConnectAsync(lab.Host, lab.SubmissionPort, SecureSocketOptions.StartTls, ct);
        await client.AuthenticateAsync(lab.User, lab.Password, ct);
        return client;
    }

    private static MimeMessage Mail(MailLab lab, string to, string subject) =>
        new([new MailboxAddress("", lab.User)], [new MailboxAddress("", to)], subject, new TextPart("plain") { Text = subject });
}
