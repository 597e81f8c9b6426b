using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>
/// The wire of one client. 1. One loop reads whole messages and hands them on. 2. Another writes what is queued. 3. A close frame, whoever sends
/// it, is answered; who does not answer ours in time is cut off. Never waits without an end that the server's stop or <see cref="Cut"/> brings.
/// </summary>
internal sealed class GatewayConnection : IDisposable
{
    /// <summary>Bytes of one message of a client; more is closed with 4002.</summary>
    public const int MaxMessage = 4096;

    /// <summary>Frames that wait for a slow client; beyond them it is cut off, as nobody reads there.</summary>
    private const int MaxWaiting = 5_000;

    private const int FragmentBytes = 16;

    /// <summary>How long a client may take to answer a close frame.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A close frame without a body: RFC 6455, 5.5.1.</summary>
    private static readonly byte[] EmptyClose = [0x88, 0x00];

    private readonly Stream wire;
    private readonly WebSocket socket;
    private readonly CancellationTokenSource ends;
    private readonly Channel<Outgoing> waiting = System.Threading.Channels.Channel.CreateBounded<Outgoing>(MaxWaiting);
    private volatile bool frozen;

    public GatewayConnection(Stream wire, int number, CancellationToken stopping)
    {
        this.wire = wire;
        socket = WebSocket.CreateFromStream(wire, new WebSocketCreationOptions { IsServer = true }); // And no pings: Discord sends none.
        Number = number;
        ends = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    }

    public int Number { get; }

    /// <summary>What we closed with, when we closed first.</summary>
    public int? ServerCode { get; private set; }

    public int? ClientCode { get; private set; }

    public void Send(byte[] frame, bool fragment = false) => Queue(new Outgoing(frame, Code: null, fragment));

    public void Send(string json) => Send(Encoding.UTF8.GetBytes(json));

    /// <summary>Closes when everything before is sent. Code 0 sends a close frame without one.</summary>
    public void Close(int code)
    {
        Queue(new Outgoing([], code, Fragment: false));
        waiting.Writer.TryComplete();
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Cut()
    {
        try
        {
            ends.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    public void Freeze() => frozen = true;

    /// <summary>Runs until the connection is over; throws nothing. The handler gets null for a message that is too long or no text.</summary>
    public async Task RunAsync(Action<byte[]?> handle)
    {
        var writing = WriteAsync();
        try
        {
            await ReadAsync(handle);
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Cut off, by us or by them.
        }
        finally
        {
            waiting.Writer.TryComplete();
            await ends.CancelAsync();
            await writing;
            socket.Abort(); // Harmless when the close was answered.
        }
    }

    public void Dispose()
    {
        ends.Dispose();
        socket.Dispose();
    }

    private async Task ReadAsync(Action<byte[]?> handle)
    {
        var buffer = new byte[MaxMessage];
        var length = 0;
        var tooLong = false;
        while (true)
        {
            var part = await socket.ReceiveAsync(length == MaxMessage ? new byte[1] : buffer.AsMemory(length), ends.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await AnswerCloseAsync();
                return;
            }

            tooLong |= length == MaxMessage && part.Count > 0;
            length = Math.Min(MaxMessage, length + part.Count);
            if (!part.EndOfMessage)
            {
                continue;
            }

            if (!frozen && ServerCode is null)
            {
                handle(tooLong || part.MessageType != WebSocketMessageType.Text ? null : buffer[..length]);
            }

            (length, tooLong) = (0, false);
        }
    }

    private async Task AnswerCloseAsync()
    {
        if (ServerCode is null)
        {
            ClientCode = (int?)socket.CloseStatus;
        }

        if (frozen)
        {
            // Half open: the close is never answered. Until the client gives the connection up, or we stop.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ends.Token);
        }

        if (socket.State == WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ends.Token);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var next in waiting.Reader.ReadAllAsync(ends.Token))
            {
                if (frozen)
                {
                    continue;
                }

                if (next.Code is { } code)
                {
                    ServerCode = code;
                    ends.CancelAfter(CloseTimeout);
                    await WriteCloseAsync(code);
                    return;
                }

                await WriteFrameAsync(next);
            }
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            Cut();
        }
    }

    private async Task WriteCloseAsync(int code)
    {
        if (code == 0)
        {
            await wire.WriteAsync(EmptyClose, ends.Token); // The library cannot send a close frame without a code.
        }
        else
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, null, ends.Token);
        }
    }

    private async Task WriteFrameAsync(Outgoing next)
    {
        var step = next.Fragment ? FragmentBytes : next.Frame.Length;
        for (var start = 0; start < next.Frame.Length; start += step)
        {
            var end = Math.Min(next.Frame.Length, start + step);
            await socket.SendAsync(next.Frame.AsMemory(start..end), WebSocketMessageType.Text, end == next.Frame.Length, ends.Token);
        }
    }

    private void Queue(Outgoing next)
    {
        if (!waiting.Writer.TryWrite(next) && !waiting.Reader.Completion.IsCompleted && waiting.Reader.Count >= MaxWaiting)
        {
            Cut();
        }
    }

    private sealed record Outgoing(byte[] Frame, int? Code, bool Fragment);
}
