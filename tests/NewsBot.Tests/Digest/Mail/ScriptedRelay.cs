using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NewsBot.Tests.Digest.Mail;

/// <summary>
/// A relay that plays transcripts, one for each connection in turn. A line <c>S: …</c> is said, <c>C: …</c> is the beginning of
/// what must come (<c>C: *</c> takes anything), <c>DATA</c> reads a message with its final dot, <c>BODY</c> one line of it,
/// <c>TLS</c> begins TLS, <c>DROP</c> closes, <c>HANG</c> says nothing more.
/// </summary>
internal sealed class ScriptedRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2? certificate;
    private readonly Task running;

    public ScriptedRelay(IEnumerable<string> transcripts, X509Certificate2? certificate = null)
    {
        this.certificate = certificate;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        running = RunAsync([.. transcripts]);
    }

    public int Port { get; }

    /// <summary>As they came, dots undone.</summary>
    public ConcurrentQueue<byte[]> Messages { get; } = new();

    /// <summary>For each message: was its final dot sent, or did the wire end before?</summary>
    public ConcurrentQueue<bool> Dots { get; } = new();

    /// <summary>Every line that came outside of messages.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>What came otherwise than written.</summary>
    public ConcurrentQueue<string> Surprises { get; } = new();

    public int Connections { get; private set; }

    /// <summary>Every transcript was played to its end.</summary>
    public Task Finished => running;

    /// <summary>Done when a line <c>HANG</c> was reached.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await running;
        stop.Dispose();
    }

    private async Task RunAsync(List<string> transcripts)
    {
        try
        {
            foreach (var transcript in transcripts)
            {
                using var socket = await listener.AcceptTcpClientAsync(stop.Token);
                Connections++;
                try
                {
                    await PlayAsync(socket.GetStream(), transcript.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
                }
                catch (IOException broken)
                {
                    Surprises.Enqueue(broken.Message);
                }
            }
        }
        catch (Exception stopped) when (stop.IsCancellationRequested && stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task PlayAsync(Stream stream, string[] lines)
    {
        foreach (var line in lines)
        {
            switch (line)
            {
                case "DROP":
                    return;
                case "HANG":
                    Hanging.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
                    return;
                case "TLS":
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop.Token);
                    stream = tls;
                    break;
                case "BODY":
                    await ReadLineAsync(stream);
                    break;
                case "DATA":
                    await ReadMessageAsync(stream);
                    break;
                case var said when said.StartsWith("S: ", StringComparison.Ordinal):
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(said[3..] + "\r\n"), stop.Token);
                    break;
                default:
                    var came = await ReadLineAsync(stream) ?? "(end)";
                    Commands.Enqueue(came);
                    if (line != "C: *" && !came.StartsWith(line[3..], StringComparison.Ordinal))
                    {
                        Surprises.Enqueue($"wanted {line[3..]}, got {came}");
                        return;
                    }

                    break;
            }
        }
    }

    private async Task ReadMessageAsync(Stream stream)
    {
        var message = new StringBuilder();
        string? line;
        while ((line = await ReadLineAsync(stream)) is not null && line != ".")
        {
            message.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        Dots.Enqueue(line == ".");
        Messages.Enqueue(Encoding.Latin1.GetBytes(message.ToString()));
    }

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stop.Token) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }

        return null;
    }
}
