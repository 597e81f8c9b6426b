using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Digest.Mail;

/// <summary>One kept connection to the relay, used by one send at a time.</summary>
internal sealed class SmtpConnection : IDisposable
{
    /// <summary>Silence that we bear before the dot. RFC 5321, 4.5.3.2 allows minutes, but then another attempt is cheaper.</summary>
    private static readonly TimeSpan BeforeDot = TimeSpan.FromSeconds(30);

    /// <summary>RFC 5321, 4.5.3.2.6 asks for ten minutes: the relay may be delivering while we wait. Ours ends before the row's <see cref="Outbox.InFlightLength"/>.</summary>
    private static readonly TimeSpan AfterDot = TimeSpan.FromMinutes(9.5);

    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly SmtpOptions options;
    private readonly X509Certificate2Collection roots;
    private readonly TimeProvider time;
    private readonly SmtpClient client;
    private bool opened;

    public SmtpConnection(SmtpOptions options, X509Certificate2Collection roots, TimeProvider time)
    {
        this.options = options;
        this.roots = roots;
        this.time = time;
        client = new ReportingClient
        {
            // Ours are shorter, and by TimeProvider.
            Timeout = (int)(2 * AfterDot).TotalMilliseconds,

            // A relay is trusted by its certificate; one that cannot reach a revocation server must still send.
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = IsTrusted,
        };
        LastUsed = time.GetUtcNow();
    }

    public SmtpPhase Phase { get; private set; } = SmtpPhase.Connect;

    /// <summary>Connected and, where wanted, logged in: after a refused login the relay still listens, but not to us.</summary>
    public bool IsUsable => opened && client.IsConnected;

    public DateTimeOffset LastUsed { get; private set; }

    public async Task OpenAsync(CancellationToken ct)
    {
        Phase = SmtpPhase.Connect;
        using var patience = new CancellationTokenSource(BeforeDot, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);

        // NoDelay: the final dot is a small write of its own, and Nagle would hold it back for 40 ms.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, either.Token);
            await client.ConnectAsync(socket, options.Host, options.Port, Security(), either.Token);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        if (options.User is { } user)
        {
            Phase = SmtpPhase.Login;
            await client.AuthenticateAsync(user, options.Password ?? "", either.Token);
        }

        opened = true;
    }

    /// <returns>Does the relay still listen on a connection that lay idle?</returns>
    public async Task<bool> IsAliveAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Goodbye, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            await client.NoOpAsync(either.Token);
            return true;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <returns>The relay's reply to the final dot.</returns>
    public async Task<string> SendAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
    {
        Phase = SmtpPhase.Envelope;
        using var patience = new CancellationTokenSource(BeforeDot, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        var progress = new Progress(this, patience, beforeFinalDot);
        try
        {
            // Not BDAT, whose last chunk has no final dot to wait before; MailKit uses it only when asked to.
            return await client.SendAsync(MimeBuilder.Wire, message, envelope.From, [envelope.To], either.Token, progress);
        }
        finally
        {
            LastUsed = time.GetUtcNow();
        }
    }

    /// <summary>QUIT, and does not wait long for the answer.</summary>
    public void Close()
    {
        try
        {
            client.Timeout = (int)Goodbye.TotalMilliseconds;
            client.Disconnect(quit: true);
        }
        catch (Exception failure) when (failure is IOException or SocketException or TimeoutException or CommandException or ProtocolException)
        {
            // It was closed already.
        }

        Dispose();
    }

    public void Dispose() => client.Dispose();

    private SecureSocketOptions Security() => options.Security switch
    {
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        SmtpSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        // Only "signed by somebody unknown" can be mended by an authority of our own; a wrong name cannot.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || roots.Count == 0 || certificate is not X509Certificate2 leaf)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange(presented?.ChainElements.Select(element => element.Certificate).ToArray() ?? []);
        return chain.Build(leaf);
    }

    // Asks relays that offer it (RFC 3461) to report failures and delays, with headers alone, and under the message's own id.
    private sealed class ReportingClient : SmtpClient
    {
        public ReportingClient() => DeliveryStatusNotificationType = DeliveryStatusNotificationType.HeadersOnly;

        // What stands before the @ is ours alone, and far from the 100 characters that an ENVID may have.
        protected override string GetEnvelopeId(MimeMessage message) => message.MessageId!.Split('@')[0];

        protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(MimeMessage message, MailboxAddress mailbox) =>
            DeliveryStatusNotification.Failure | DeliveryStatusNotification.Delay;
    }

    // MailKit reports synchronously while it writes the body, and writes the final dot afterwards.
    private sealed class Progress(SmtpConnection connection, CancellationTokenSource patience, Func<Task> beforeFinalDot) : ITransferProgress
    {
        public void Report(long bytesTransferred, long totalSize)
        {
            if (connection.Phase == SmtpPhase.Dot)
            {
                return;
            }

            connection.Phase = SmtpPhase.Body;
            patience.CancelAfter(BeforeDot);

            // Dots at the beginning of lines are doubled, so the last bytes may still be on their way: early, never late.
            if (bytesTransferred < totalSize)
            {
                return;
            }

            // The interface has no asynchronous form, and the dot must not go before the row is written. No context waits for this thread.
            beforeFinalDot().GetAwaiter().GetResult();
            connection.Phase = SmtpPhase.Dot;
            patience.CancelAfter(AfterDot);
        }

        public void Report(long bytesTransferred) => Report(bytesTransferred, long.MaxValue);
    }
}
