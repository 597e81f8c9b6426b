using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NewsBot.Sandbox.LocalMailbox;

/// <summary>Accepts SMTP connections on 127.0.0.1 and runs one session on each.</summary>
internal sealed class SmtpListener(SandboxOptions options, Mailbox mailbox, TimeProvider time) : IAsyncDisposable
{
    /// <summary>More at once are turned away with 421, as a real relay does.</summary>
    private const int MaxSessions = 100;

    /// <summary>After a connection that could not be accepted; without it, a lack of file handles would keep a core busy.</summary>
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<Task, byte> sessions = new();
    private TcpListener? tcp;
    private CancellationTokenSource stopping = new();
    private Task accepting = Task.CompletedTask;

    public int Port { get; private set; } = options.SmtpPort;

    public void Start()
    {
        if (tcp is not null)
        {
            return;
        }

        var opened = new TcpListener(IPAddress.Loopback, Port);
        try
        {
            opened.Start();
        }
        catch (SocketException inUse)
        {
            opened.Dispose();
            throw new IOException($"The local mailbox cannot listen on 127.0.0.1:{Port}: {inUse.Message}. Choose another SMTP port, or 0 for any.", inUse);
        }

        Port = ((IPEndPoint)opened.LocalEndpoint).Port;
        tcp = opened;
        stopping = new CancellationTokenSource();
        accepting = AcceptAsync(opened, stopping.Token);
    }

    public async Task StopAsync()
    {
        if (tcp is null)
        {
            return;
        }

        try
        {
            await stopping.CancelAsync();
            await accepting; // Before the listener goes: it cannot be asked to accept once it is stopped.
        }
        finally
        {
            tcp.Dispose();
            tcp = null;
        }

        await Task.WhenAll(sessions.Keys);
        stopping.Dispose();
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    private async Task AcceptAsync(TcpListener listener, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(ct);
                var session = ServeAsync(client, sessions.Count < MaxSessions, ct);
                sessions.TryAdd(session, 0);
                _ = session.ContinueWith(done => sessions.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (SocketException)
            {
                // The peer was gone before it was let in, or the process has no file handle left: one connection less, nothing else.
                await Task.Delay(AcceptPause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The mailbox stops listening.
            }
        }
    }

    private async Task ServeAsync(TcpClient client, bool admitted, CancellationToken ct)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true; // Replies are small, and the client waits for each.
                var wire = new SmtpWire(client.GetStream(), time);
                if (admitted)
                {
                    await new SmtpSession(wire, mailbox, options, time).RunAsync(ct);
                }
                else
                {
                    await wire.ReplyAsync("421 4.7.0 Too many connections", ct);
                }
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The peer went away, was too slow, or the mailbox is closing: one connection less, nothing else.
            }
        }
    }
}
