using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace NewsBot.Tests.Sandbox.Gateway;

/// <summary>A gateway client that says exactly what it is told.</summary>
internal sealed class BotSocket : IDisposable
{
    public const string Identify = """{"op":2,"d":{"token":"sandbox-token","intents":1,"properties":{"os":"linux","browser":"test","device":"test"}}}""";

    private readonly ClientWebSocket socket = new();
    private readonly byte[] buffer = new byte[64 * 1024];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>How the server closed, once it has. A close frame without a code reads as 1000.</summary>
    public int? Closed { get; private set; }

    public static async Task<BotSocket> ConnectAsync(RunningSandbox sandbox, string query = "?v=10&encoding=json", string door = "gateway")
    {
        var bot = new BotSocket();
        await bot.socket.ConnectAsync(new UriBuilder(sandbox.Server.Page) { Scheme = "ws", Path = door, Query = query }.Uri, Ct);
        return bot;
    }

    /// <summary>Connects, hears hello, identifies, and reads up to GUILD_CREATE.</summary>
    /// <returns>The socket, and d of READY.</returns>
    public static async Task<(BotSocket Bot, JsonElement Ready)> IdentifyAsync(RunningSandbox sandbox)
    {
        var bot = await ConnectAsync(sandbox);
        await bot.ExpectAsync(10);
        await bot.SendAsync(Identify);
        var ready = await bot.ExpectAsync("READY");
        await bot.ExpectAsync("GUILD_CREATE");
        return (bot, ready);
    }

    public static string Resume(string session, long seq) => $$$"""{"op":6,"d":{"token":"sandbox-token","session_id":"{{{session}}}","seq":{{{seq}}}}}""";

    /// <summary>Connects where READY said, hears hello, and asks to resume.</summary>
    public static async Task<BotSocket> ResumeAsync(RunningSandbox sandbox, JsonElement ready, long seq)
    {
        var bot = await ConnectAsync(sandbox, door: "gateway/resume");
        await bot.ExpectAsync(10);
        await bot.SendAsync(Resume(ready.GetProperty("session_id").GetString()!, seq));
        return bot;
    }

    public Task SendAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Ct);

    public Task CloseAsync(int code) => socket.CloseOutputAsync((WebSocketCloseStatus)code, null, Ct);

    /// <summary>The next message; null when the connection is over, and then <see cref="Closed"/> tells how.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var whole = new MemoryStream();
        while (true)
        {
            WebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer, Ct);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (part.MessageType == WebSocketMessageType.Close)
            {
                if (socket.State == WebSocketState.CloseReceived)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Ct);
                }

                Closed = (int?)socket.CloseStatus;
                return null;
            }

            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonSerializer.Deserialize<JsonElement>(whole.ToArray());
            }
        }
    }

    /// <summary>The next message, which must be of this op.</summary>
    /// <returns>Its d.</returns>
    public async Task<JsonElement> ExpectAsync(int op)
    {
        var next = await NextAsync() ?? throw new Xunit.Sdk.XunitException($"Op {op} was expected; the connection ended with {Closed}.");
        Assert.True(op == next.GetProperty("op").GetInt32(), next.GetRawText());
        return next.GetProperty("d");
    }

    /// <summary>The next message, which must be this event, with this number if one is given.</summary>
    /// <returns>Its d.</returns>
    public async Task<JsonElement> ExpectAsync(string type, long? number = null)
    {
        var next = await NextAsync() ?? throw new Xunit.Sdk.XunitException($"{type} was expected; the connection ended with {Closed}.");
        Assert.True(type == next.GetProperty("t").GetString(), next.GetRawText());
        Assert.True(number is null || number == next.GetProperty("s").GetInt64(), next.GetRawText());
        return next.GetProperty("d");
    }

    /// <summary>The connection must end now.</summary>
    /// <returns>The close code.</returns>
    public async Task<int?> EndAsync()
    {
        var next = await NextAsync();
        Assert.True(next is null, next?.GetRawText());
        return Closed;
    }

    public void Dispose() => socket.Dispose();
}
