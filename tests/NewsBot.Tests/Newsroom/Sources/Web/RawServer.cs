using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NewsBot.Tests.Newsroom.Sources.Web;

/// <summary>Answers every connection with bytes that no web server would send.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    /// <param name="answer">Writes the answer; the connection is closed when it returns.</param>
    public RawServer(Func<Stream, CancellationToken, Task> answer)
    {
        listener.Start();
        loop = AcceptAsync(answer);
    }

    public RawServer(string answer)
        : this((stream, ct) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer), ct).AsTask())
    {
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}/feed.xml");

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await loop;
        stop.Dispose();
    }

    private async Task AcceptAsync(Func<Stream, CancellationToken, Task> answer)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                Connections++;
                running.Add(ServeAsync(client, answer));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<Stream, CancellationToken, Task> answer)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = new StringBuilder();
                var piece = new byte[4096];
                while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(piece, stop.Token) is > 0 and var read)
                {
                    request.Append(Encoding.Latin1.GetString(piece, 0, read));
                }

                await answer(stream, stop.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or IOException)
            {
                // The client has had enough, or the test is over.
            }
        }
    }
}
