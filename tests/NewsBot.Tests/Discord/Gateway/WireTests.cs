using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using NewsBot.Discord.Gateway;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>Below the WebSocket: bytes that no server of ours would send.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task Bytes_that_are_no_WebSocket_end_the_connection_and_leave_no_socket_behind()
    {
        byte[][] tricks =
        [
            [0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], // a masked text of 2^64 bytes
            [0x81, 0x7F, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7B], // a text of 2^63 bytes, and one of them
            [0x81, 0x02, 0xC3, 0x28], // text that is not UTF-8
            [0xF1, 0x02, 0x7B, 0x7D], // reserved bits
            [0x80, 0x02, 0x7B, 0x7D], // the end of a message that never began
            [0x01, 0x01, 0x7B, 0x81, 0x01, 0x7D], // a message within a message
            [0x88, 0x01, 0x03], // half a close code
            [0x88, 0x02, 0x00, 0x01], // a close code that may not be
            [0x88, 0x7E, 0x01, 0x00], // a close that is too long
            [0x83, 0x00], // an opcode that is none
            [],
        ];
        foreach (var bytes in tricks)
            await PlayAsync(bytes);
    }

    [Fact]
    public async Task Random_bytes_end_the_connection_too() => await Gen.Byte.Array[0, 100].SampleAsync(PlayAsync, iter: 40, threads: 1);

    [Fact]
    public async Task A_server_that_refuses_the_upgrade_is_an_exception_without_secrets()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var open = GatewayConnection.OpenAsync(Url(listener), "test", 1, TimeProvider.System, TestContext.Current.CancellationToken);
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await ReadHeadAsync(client.GetStream());
        await client.GetStream().WriteAsync("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => open);
    }

    /// <summary>Sends the bytes after a good handshake, then ends; the client must come to an end and close its socket.</summary>
    private static async Task PlayAsync(byte[] bytes)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var open = GatewayConnection.OpenAsync(Url(listener), "test", 7, TimeProvider.System, CancellationToken.None);
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var head = await ReadHeadAsync(stream);
        var key = head.Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))[19..].Trim();
#pragma warning disable CA5350 // RFC 6455 section 4.2.2 wants SHA-1
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        var connection = await open;
        await stream.WriteAsync(bytes);
        client.Client.Shutdown(SocketShutdown.Send);

        GatewayInput input;
        var frames = 0;
        do
        {
            input = await connection.ReceiveAsync();
            Assert.Equal(7, input.Connection);
        }
        while (input is not GatewayInput.Closed && ++frames < 100);
        Assert.IsType<GatewayInput.Closed>(input);
        await connection.CloseAsync(CloseCode.KeepSession);
        await DrainAsync(stream);
        Assert.False(await connection.SendAsync("{}"u8.ToArray(), heartbeat: true));
    }

    private static Uri Url(TcpListener listener) => new($"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
            head.Append((char)one[0]);
        return head.ToString();
    }

    /// <summary>Returns only when the client has closed its side.</summary>
    private static async Task DrainAsync(NetworkStream stream)
    {
        var rest = new byte[1024];
        try
        {
            while (await stream.ReadAsync(rest) > 0)
            {
                // Its goodbye.
            }
        }
        catch (IOException)
        {
            // A reset is an end as well.
        }
    }
}
