using System.Globalization;
using NewsBot.Sandbox.Faults;
using NewsBot.Sandbox.Page;

namespace NewsBot.Sandbox.LocalMailbox;

/// <summary>One mailbox for every address: an SMTP server on 127.0.0.1 that keeps what it gets in memory. Thread-safe.</summary>
public sealed class Mailbox : IAsyncDisposable
{
    /// <summary>Mails kept; the oldest are forgotten first.</summary>
    private const int MaxMails = 10_000;

    /// <summary>Bytes kept, as 10,000 digests with photos would not fit a laptop.</summary>
    private const long MaxBytes = 512L * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Signal changed = new();
    private readonly LinkedList<StoredMail> mails = new();
    private readonly LiveEvents live;
    private readonly TimeProvider time;
    private readonly SmtpListener listener;
    private long bytes;
    private long received;

    internal Mailbox(SandboxOptions options, LiveEvents live, TimeProvider time)
    {
        this.live = live;
        this.time = time;
        listener = new SmtpListener(options, this, time);
    }

    /// <summary>The TCP port on 127.0.0.1; it stays the same over <see cref="StopListeningAsync"/>.</summary>
    public int Port => listener.Port;

    /// <summary>What goes wrong with mails; empty at first.</summary>
    public FaultBook<MailFault> Faults { get; } = new();

    /// <summary>The mails in the order of arrival, oldest first: at most 10,000 or 512 MiB.</summary>
    public IReadOnlyList<StoredMail> Mails
    {
        get
        {
            lock (gate)
            {
                return [.. mails];
            }
        }
    }

    /// <summary>Mails that ever arrived, the forgotten ones included.</summary>
    public long Received
    {
        get
        {
            lock (gate)
            {
                return received;
            }
        }
    }

    /// <summary>Waits until a mail is there that fits.</summary>
    public Task<StoredMail> WaitForMailAsync(Func<StoredMail, bool> wanted, CancellationToken ct)
        => changed.UntilAsync(() => Mails.FirstOrDefault(wanted), ct);

    /// <summary>Waits until so many mails are there, and returns all.</summary>
    public Task<IReadOnlyList<StoredMail>> WaitForCountAsync(int count, CancellationToken ct)
        => changed.UntilAsync(() => Mails is var all && all.Count >= count ? all : null, ct);

    /// <summary>Opens the port; nothing when it is open.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public void StartListening() => listener.Start();

    /// <summary>The server is down: the port is closed and every connection is cut.</summary>
    public Task StopListeningAsync() => listener.StopAsync();

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    /// <summary>The newest mails, oldest first, and how many ever arrived, both of one moment.</summary>
    internal (IReadOnlyList<StoredMail> Mails, long Received) Newest(int max)
    {
        lock (gate)
        {
            return ([.. mails.TakeLast(max)], received);
        }
    }

    internal StoredMail? Find(string id) => Mails.FirstOrDefault(mail => mail.Id == id);

    internal StoredMail Keep(ReadOnlyMemory<byte> raw, string from, IReadOnlyList<string> to)
    {
        StoredMail mail;
        lock (gate)
        {
            received++;
            mail = new StoredMail(received.ToString("X8", CultureInfo.InvariantCulture), raw, from, to, time.GetUtcNow());
            mails.AddLast(mail);
            bytes += raw.Length;
            while (mails.Count > MaxMails || (bytes > MaxBytes && mails.Count > 1))
            {
                bytes -= mails.First!.Value.Raw.Length;
                mails.RemoveFirst();
            }

            live.Publish("mail", () => MailView.Summary(mail));
        }

        changed.Pulse();
        return mail;
    }
}
