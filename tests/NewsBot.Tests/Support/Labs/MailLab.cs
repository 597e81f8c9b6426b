using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;

namespace NewsBot.Tests.Support.Labs;

/// <summary>
/// A real Postfix and Dovecot: those that <c>test.sh</c> started, or those that the first test to ask for them starts.
/// Who answers what is in <c>tests/labs/mail/README.md</c>.
/// </summary>
public sealed class MailLab
{
    /// <summary>With <see cref="Waits"/>: a mail that has not come after a minute does not come.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    private const int Waits = 12;

    private const string Prefix = "NEWSBOT_LAB_MAIL_";

    private static readonly Lazy<Task<MailLab>> Shared = new(StartAsync);

    private readonly Dictionary<string, string> settings;

    private MailLab(IEnumerable<string> lines, string? reason)
    {
        settings = lines.Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        Reason = reason;
    }

    /// <summary>Why there is no mail provider, for <c>Assert.SkipWhen</c>; null when there is one.</summary>
    public string? Reason { get; }

    /// <summary>The name that the server's certificate bears.</summary>
    public string Host => Setting("HOST");

    /// <summary>STARTTLS and a login required.</summary>
    public int SubmissionPort => int.Parse(Setting("SUBMISSION_PORT"), CultureInfo.InvariantCulture);

    public int ImapsPort => int.Parse(Setting("IMAPS_PORT"), CultureInfo.InvariantCulture);

    public string User => Setting("USER");

    /// <summary>Of <see cref="User"/>, and of every mailbox.</summary>
    public string Password => Setting("PASSWORD");

    /// <summary>PEM file of the only CA that signed the server's certificate.</summary>
    public string CaFile => Setting("CA");

    public static Task<MailLab> SharedAsync() => Shared.Value;

    /// <summary>A reader's address that no other test uses.</summary>
    public static string NewReader() => $"reader-{Guid.NewGuid():n}@readers.test";

    /// <summary>Everything in the inbox of <paramref name="address"/>, oldest first, as soon as at least <paramref name="count"/> mails are there.</summary>
    /// <exception cref="TimeoutException">They did not come.</exception>
    public async Task<IReadOnlyList<MimeMessage>> ReadAsync(string address, int count, CancellationToken ct) =>
        [.. (await ReadBytesAsync(address, count, ct)).Select(mail => MimeMessage.Load(new MemoryStream(mail)))];

    /// <summary>The same to the byte, as they lie there.</summary>
    public async Task<IReadOnlyList<byte[]>> ReadBytesAsync(string address, int count, CancellationToken ct)
    {
        using var client = new ImapClient { CheckCertificateRevocation = false, ServerCertificateValidationCallback = IsTrusted };
        await client.ConnectAsync(Host, ImapsPort, SecureSocketOptions.SslOnConnect, ct);
        await client.AuthenticateAsync(address, Password, ct);
        var inbox = client.Inbox!;
        await inbox.OpenAsync(FolderAccess.ReadOnly, ct);
        for (var waited = 0; inbox.Count < count; waited++)
        {
            if (waited == Waits)
            {
                throw new TimeoutException($"{inbox.Count} of {count} mails are in the inbox of {address} after {Wait * Waits}.");
            }

            using var more = new CancellationTokenSource(Wait);
            void Came(object? sender, EventArgs e) => more.Cancel();
            inbox.CountChanged += Came;
            await client.IdleAsync(more.Token, ct);
            inbox.CountChanged -= Came;
        }

        var mails = new List<byte[]>();
        for (var index = 0; index < inbox.Count; index++)
        {
            using var bytes = new MemoryStream();
            using var mail = await inbox.GetStreamAsync(index, cancellationToken: ct);
            await mail.CopyToAsync(bytes, ct);
            mails.Add(bytes.ToArray());
        }

        await client.DisconnectAsync(quit: true, ct);
        return mails;
    }

    /// <summary>A certificate callback for a client of this lab: only what the lab's own CA signed, and for the right name.</summary>
    public bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? _, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return false;
        }

        using var server = new X509Certificate2(certificate);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(CaFile);
        return chain.Build(server);
    }

    private static async Task<MailLab> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Prefix + "HOST") is { Length: > 0 })
        {
            return new MailLab(GivenSettings(), null);
        }

        var (output, reason) = await LabScript.StartAsync("mail");
        return new MailLab(output?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [], reason);
    }

    private static IEnumerable<string> GivenSettings() =>
        from string name in Environment.GetEnvironmentVariables().Keys
        where name.StartsWith(Prefix, StringComparison.Ordinal)
        select $"{name}={Environment.GetEnvironmentVariable(name)}";

    private string Setting(string name) =>
        settings.GetValueOrDefault(Prefix + name) ?? throw new InvalidOperationException($"The mail lab names no {Prefix}{name}: {Reason}");
}
