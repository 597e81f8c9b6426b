using System.Buffers;
using System.Net.WebSockets;

namespace NewsBot.Discord.Gateway;

/// <summary>
/// One WebSocket, from its opening to its end. Nothing here throws: whatever goes wrong is a
/// <see cref="GatewayInput"/> that bears the connection's number, so that an old socket can do nothing to a new one.
/// </summary>
internal sealed class GatewayConnection : IDisposable
{
    /// <summary>A GUILD_CREATE of a large guild has a few MB.</summary>
    public const int MaxFrameBytes = 16 * 1024 * 1024;

    /// <summary>Beyond it Discord closes the connection (4002).</summary>
    public const int MaxSentBytes = 4096;

    /// <summary>A message of 4 KB that is not out by then never will be.</summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long the other side may take to answer a close; a half-open socket never does.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    // Most frames fit; the buffer of a larger one is let go after it.
    private const int UsualFrameBytes = 32 * 1024;

    private readonly WebSocket socket;
    private readonly int number;
    private readonly TimeProvider time;
    private readonly SendBudget budget;
    private ArrayBufferWriter<byte> buffer = new(UsualFrameBytes);
    private Task<GatewayInput>? reading;

    private GatewayConnection(WebSocket socket, int number, TimeProvider time)
    {
        this.socket = socket;
        this.number = number;
        this.time = time;
        budget = new SendBudget(time);
    }

    /// <exception cref="WebSocketException">There is no gateway, or it refused.</exception>
    public static async Task<GatewayConnection> OpenAsync(Uri url, string userAgent, int number, TimeProvider time, CancellationToken ct)
    {
        var client = new ClientWebSocket();
        try
        {
            client.Options.KeepAliveInterval = TimeSpan.Zero; // the heartbeats of the gateway show whether it lives
            client.Options.SetRequestHeader("User-Agent", userAgent);
            await client.ConnectAsync(url, ct);
            return new GatewayConnection(client, number, time);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The next thing that comes; one call at a time.</summary>
    public Task<GatewayInput> ReceiveAsync() => reading = ReadAsync();

    /// <returns>False: it was not sent. If that ends the connection, <see cref="ReceiveAsync"/> says so.</returns>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> json, bool heartbeat)
    {
        if (json.Length > MaxSentBytes || !budget.TryTake(heartbeat))
            return false;
        using var timeout = new CancellationTokenSource(SendTimeout, time);
        try
        {
            await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
            return true;
        }
        catch (Exception e) when (IsOfTheWire(e))
        {
            socket.Abort();
            return false;
        }
    }

    /// <summary>Says goodbye, waits a little for the answer, and lets go whether it came or not.</summary>
    /// <param name="code">Null: let go at once.</param>
    public async Task CloseAsync(int? code)
    {
        using var timeout = new CancellationTokenSource(CloseTimeout, time);
        try
        {
            if (code is { } status && socket.State is WebSocketState.Open)
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)status, statusDescription: null, timeout.Token);
                while (await (reading is { IsCompleted: false } ? reading : ReceiveAsync()).WaitAsync(timeout.Token) is not GatewayInput.Closed)
                {
                    // What still comes is not counted as seen, so a resume sends it again.
                }
            }
        }
        catch (Exception e) when (IsOfTheWire(e))
        {
            // It is let go below in any case.
        }
        socket.Abort();
        if (reading is not null)
            await reading;
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private async Task<GatewayInput> ReadAsync()
    {
        await Task.Yield(); // a burst of frames that are there already must not become recursion or hold the caller
        try
        {
            if (buffer.Capacity > UsualFrameBytes)
                buffer = new ArrayBufferWriter<byte>(UsualFrameBytes);
            else
                buffer.ResetWrittenCount();
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.GetMemory(UsualFrameBytes / 2), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                    return await AnswerCloseAsync();
                buffer.Advance(part.Count);
                if (part.MessageType != WebSocketMessageType.Text)
                    return new GatewayInput.Unreadable(number, "is not text");
                if (buffer.WrittenCount > MaxFrameBytes)
                    return new GatewayInput.Unreadable(number, $"is longer than {MaxFrameBytes / 1024 / 1024} MiB");
                if (part.EndOfMessage)
                    return GatewayFrame.Parse(buffer.WrittenSpan) is { } frame ? new GatewayInput.Received(number, frame) : new GatewayInput.Unreadable(number, "is not what Discord documents");
            }
        }
        catch (Exception e) when (IsOfTheWire(e))
        {
            return new GatewayInput.Closed(number, (int?)socket.CloseStatus);
        }
    }

    /// <summary>Unanswered, the other side would hang.</summary>
    private async Task<GatewayInput> AnswerCloseAsync()
    {
        var code = (int?)socket.CloseStatus;
        if (socket.State == WebSocketState.CloseReceived)
        {
            using var timeout = new CancellationTokenSource(CloseTimeout, time);
            try
            {
                await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, statusDescription: null, timeout.Token);
            }
            catch (Exception e) when (IsOfTheWire(e) || e is ArgumentException)
            {
                socket.Abort(); // the code that came is the news, not how the goodbye went
            }
        }
        return new GatewayInput.Closed(number, code is (int)WebSocketCloseStatus.Empty ? null : code);
    }

    private static bool IsOfTheWire(Exception e) =>
        e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException;
}
