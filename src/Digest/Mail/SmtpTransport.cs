using System.Security.Cryptography.X509Certificates;
using MimeKit;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Digest.Mail;

/// <summary>Hands messages to one relay over SMTP (RFC 5321), on a few connections that are kept while there is mail.</summary>
public sealed class SmtpTransport : IMailTransport, IAsyncDisposable
{
    // Relays close an idle connection themselves after a minute or so; we go first, and politely.
    private static readonly TimeSpan KeptIdle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TrustedIdle = TimeSpan.FromSeconds(2);

    private readonly SmtpOptions options;
    private readonly TimeProvider time;
    private readonly X509Certificate2Collection roots;
    private readonly SemaphoreSlim hands;
    private readonly Stack<SmtpConnection> idle = new();
    private readonly ITimer sweep;

    /// <exception cref="System.Security.Cryptography.CryptographicException">The CA file is not PEM.</exception>
    public SmtpTransport(SmtpOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        roots = options.Roots();
        hands = new(options.Connections, options.Connections);
        sweep = time.CreateTimer(_ => CloseIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public async Task<SendOutcome> SendAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
    {
        // RFC 6531 would need SMTPUTF8 on the whole way. A domain never does: it goes as A-labels, which MimeKit shows decoded.
        if (!envelope.To.GetAddress(idnEncode: true).All(char.IsAscii))
        {
            return new SendOutcome.Park("the address has letters beyond ASCII before the @, which needs SMTPUTF8");
        }

        await hands.WaitAsync(ct);
        try
        {
            return await SendOnOneAsync(envelope, message, beforeFinalDot, ct);
        }
        finally
        {
            hands.Release();
        }
    }

    /// <summary>Waits for running sends, then says QUIT on every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var hand = 0; hand < options.Connections; hand++)
        {
            await hands.WaitAsync();
        }

        await sweep.DisposeAsync();
        foreach (var connection in TakeIdle(DateTimeOffset.MaxValue))
        {
            connection.Close();
        }

        hands.Dispose();
    }

    private async Task<SendOutcome> SendOnOneAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
    {
        // One that the relay closed before it heard of this mail is nobody's fault: a fresh one decides.
        if (await TakeLiveAsync(ct) is { } kept && await SendAsync(kept, isKept: true, envelope, message, beforeFinalDot, ct) is { } outcome)
        {
            return outcome;
        }

        return (await SendAsync(new SmtpConnection(options, roots, time), isKept: false, envelope, message, beforeFinalDot, ct))!;
    }

    // Null: a kept connection was closed, and nothing was sent.
    private async Task<SendOutcome?> SendAsync(
        SmtpConnection connection, bool isKept, Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
    {
        var refused = false;
        try
        {
            if (!connection.IsUsable)
            {
                await connection.OpenAsync(ct);
            }

            return SmtpOutcome.Sent(await connection.SendAsync(envelope, message, Guarded, ct));
        }
        catch (Exception failure) when (!refused && !(ct.IsCancellationRequested && connection.Phase < SmtpPhase.Dot))
        {
            if (isKept && SmtpOutcome.IsClosed(failure, connection.Phase))
            {
                connection.Dispose();
                return null;
            }

            return SmtpOutcome.Of(failure, connection.Phase, options.Relay);
        }
        finally
        {
            Return(connection);
        }

        // What the caller's own step throws is no answer of the relay's.
        async Task Guarded()
        {
            refused = true;
            await beforeFinalDot();
            refused = false;
        }
    }

    private async Task<SmtpConnection?> TakeLiveAsync(CancellationToken ct)
    {
        while (true)
        {
            SmtpConnection? connection;
            lock (idle)
            {
                idle.TryPop(out connection);
            }

            if (connection is null || (connection.IsUsable && (time.GetUtcNow() - connection.LastUsed < TrustedIdle || await connection.IsAliveAsync(ct))))
            {
                return connection;
            }

            connection.Dispose();
        }
    }

    private void Return(SmtpConnection connection)
    {
        if (!connection.IsUsable)
        {
            connection.Dispose();
            return;
        }

        lock (idle)
        {
            idle.Push(connection);
        }

        sweep.Change(KeptIdle, Timeout.InfiniteTimeSpan);
    }

    private void CloseIdle()
    {
        foreach (var connection in TakeIdle(time.GetUtcNow() - KeptIdle))
        {
            connection.Close();
        }
    }

    private List<SmtpConnection> TakeIdle(DateTimeOffset lastUsedBefore)
    {
        lock (idle)
        {
            var taken = idle.Where(connection => connection.LastUsed <= lastUsedBefore).ToList();
            var kept = idle.Except(taken).Reverse().ToList();
            idle.Clear();
            kept.ForEach(idle.Push);
            return taken;
        }
    }
}
