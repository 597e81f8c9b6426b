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

    private readonly SmtpOptions _options;
    private readonly TimeProvider _time;
    private readonly X509Certificate2Collection _roots;
    private readonly SemaphoreSlim _hands;
    private readonly Stack<SmtpConnection> _idle = new();
    private readonly ITimer _sweep;

    /// <exception cref="System.Security.Cryptography.CryptographicException">The CA file is not PEM.</exception>
    public SmtpTransport(SmtpOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _roots = options.Roots();
        _hands = new(options.Connections, options.Connections);
        _sweep = time.CreateTimer(_ => CloseIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public async Task<SendOutcome> SendAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
    {
        // RFC 6531 would need SMTPUTF8 on the whole way.
        if (!envelope.To.Address.All(char.IsAscii))
        {
            return new SendOutcome.Park("the address has letters beyond ASCII before the @, which needs SMTPUTF8");
        }

        await _hands.WaitAsync(ct);
        try
        {
            return await SendOnOneAsync(envelope, message, beforeFinalDot, ct);
        }
        finally
        {
            _hands.Release();
        }
    }

    /// <summary>Waits for running sends, then says QUIT on every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var hand = 0; hand < _options.Connections; hand++)
        {
            await _hands.WaitAsync();
        }

        await _sweep.DisposeAsync();
        foreach (var connection in TakeIdle(DateTimeOffset.MaxValue))
        {
            connection.Close();
        }

        _hands.Dispose();
    }

    private async Task<SendOutcome> SendOnOneAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
    {
        var connection = await TakeLiveAsync(ct) ?? new SmtpConnection(_options, _roots, _time);
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
            return SmtpOutcome.Of(failure, connection.Phase, _options.Relay);
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
            lock (_idle)
            {
                _idle.TryPop(out connection);
            }

            if (connection is null || _time.GetUtcNow() - connection.LastUsed < TrustedIdle || await connection.IsAliveAsync(ct))
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

        lock (_idle)
        {
            _idle.Push(connection);
        }

        _sweep.Change(KeptIdle, Timeout.InfiniteTimeSpan);
    }

    private void CloseIdle()
    {
        foreach (var connection in TakeIdle(_time.GetUtcNow() - KeptIdle))
        {
            connection.Close();
        }
    }

    private List<SmtpConnection> TakeIdle(DateTimeOffset lastUsedBefore)
    {
        lock (_idle)
        {
            var taken = _idle.Where(connection => connection.LastUsed <= lastUsedBefore).ToList();
            var kept = _idle.Except(taken).Reverse().ToList();
            _idle.Clear();
            kept.ForEach(_idle.Push);
            return taken;
        }
    }
}
