using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;
using Queue = System.Threading.Channels.Channel;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>A gateway on the loopback that does what the test says, and only that; also answers GET /gateway/bot.</summary>
internal sealed class ScriptedGateway : IAsyncDisposable
{
    private readonly WebApplication site;
    private readonly Channel<ScriptedConnection> arrivals = Queue.CreateUnbounded<ScriptedConnection>();
    private readonly Channel<bool> lookUps = Queue.CreateUnbounded<bool>();

    private ScriptedGateway()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        site = builder.Build();
        site.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        site.Run(AnswerAsync);
    }

    /// <summary>Host and port.</summary>
    public string Authority { get; private set; } = "";

    public Uri Api => new($"http://{Authority}/api/v10/");

    /// <summary>Where GET /gateway/bot sends the client; null: here.</summary>
    public string? Url { get; set; }

    public int Remaining { get; set; } = 1000;

    /// <summary>How GET /gateway/bot is answered.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public static async Task<ScriptedGateway> StartAsync()
    {
        var gateway = new ScriptedGateway();
        await gateway.site.StartAsync();
        gateway.Authority = new Uri(gateway.site.Urls.Single()).Authority;
        return gateway;
    }

    public Task<ScriptedConnection> ConnectionAsync() => arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(ShardRig.Patience);

    public bool HasConnection => arrivals.Reader.TryPeek(out _);

    public Task<bool> LookUpAsync() => lookUps.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(ShardRig.Patience);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        while (arrivals.Reader.TryRead(out var unused))
            unused.Abort();
        await site.StopAsync(now.Token);
        await site.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var connection = new ScriptedConnection(socket, context);
            arrivals.Writer.TryWrite(connection);
            await connection.Ended.Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
        lookUps.Writer.TryWrite(true);
        context.Response.StatusCode = (int)Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Status == HttpStatusCode.OK
            ? $$$"""{"url":"{{{Url ?? $"ws://{Authority}/gateway"}}}","shards":1,"session_start_limit":{"total":1000,"remaining":{{{Remaining}}},"reset_after":7200000,"max_concurrency":1}}"""
            : """{"message":"No.","code":0}""");
    }
}

/// <summary>One connection, from the side of Discord.</summary>
internal sealed class ScriptedConnection(WebSocket socket, HttpContext context)
{
    private readonly byte[] buffer = new byte[16 * 1024];

    public string Path => $"{context.Request.Path}{context.Request.QueryString}";

    /// <summary>Completed by the test when the server may forget it.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task SendAsync(string json) => SendAsync(Encoding.UTF8.GetBytes(json));

    public Task SendAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(bytes, type, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <summary>One message in pieces of <paramref name="size"/> bytes.</summary>
    public async Task SendInPiecesAsync(string json, int size)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        for (var at = 0; at < bytes.Length; at += size)
            await socket.SendAsync(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), WebSocketMessageType.Text, at + size >= bytes.Length, TestContext.Current.CancellationToken);
    }

    public Task HelloAsync(int interval = 40_000) => SendAsync($$$"""{"op":10,"d":{"heartbeat_interval":{{{interval}}}}}""");

    public Task AckAsync() => SendAsync("""{"op":11}""");

    public Task EventAsync(string type, long number, string data = "{}") => SendAsync($$$"""{"op":0,"t":"{{{type}}}","s":{{{number}}},"d":{{{data}}}}""");

    public Task ReadyAsync() => EventAsync("READY", 1, $$$"""
        {"v":10,"user":{"id":"1300000000000000003","username":"newsbot","bot":true},"guilds":[{"id":"1300000000000000004","unavailable":true}],
         "session_id":"the-session","resume_gateway_url":"ws://{{{context.Request.Host}}}/resume","application":{"id":"1300000000000000005","flags":0}}
        """);

    /// <summary>The next message of the client, which must have this op; beats come at random moments and may precede all but a beat.</summary>
    public async Task<JsonElement> ExpectAsync(int op)
    {
        var (json, code) = await ReceiveAsync(skipBeats: op != 1);
        Assert.True(json is not null, $"The client closed with {code}, op {op} was expected.");
        var frame = JsonElement.Parse(json);
        Assert.Equal(op, frame.GetProperty("op").GetInt32());
        return frame.GetProperty("d");
    }

    /// <summary>The code with which the client closes; null if it just went.</summary>
    public async Task<int?> ExpectCloseAsync()
    {
        var (json, code) = await ReceiveAsync(skipBeats: true);
        Assert.True(json is null, $"The client sent {json} in place of a close.");
        return code;
    }

    /// <summary>Answers a close, as Discord does.</summary>
    public async Task<int?> ExpectCloseAndAnswerAsync()
    {
        var code = await ExpectCloseAsync();
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        Ended.TrySetResult();
        return code;
    }

    /// <summary>Closes, and waits for the client's answer.</summary>
    /// <returns>The code of the answer.</returns>
    public async Task<int?> CloseAsync(int code)
    {
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, "because", TestContext.Current.CancellationToken);
        var answer = await ExpectCloseAsync();
        Ended.TrySetResult();
        return answer;
    }

    /// <summary>Cuts the wire.</summary>
    public void Abort()
    {
        try
        {
            context.Abort();
        }
        catch (ObjectDisposedException)
        {
            // The client was faster: its request is over.
        }

        Ended.TrySetResult();
    }

    private async Task<(string? Json, int? Code)> ReceiveAsync(bool skipBeats)
    {
        while (true)
        {
            var received = await ReceiveAsync();
            if (!skipBeats || received.Json?.StartsWith("{\"op\":1,", StringComparison.Ordinal) != true)
                return received;
        }
    }

    private async Task<(string? Json, int? Code)> ReceiveAsync()
    {
        var text = new MemoryStream();
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken).AsTask().WaitAsync(ShardRig.Patience);
            }
            catch (WebSocketException)
            {
                return (null, null);
            }
            if (part.MessageType == WebSocketMessageType.Close)
                return (null, (int?)socket.CloseStatus);
            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return (Encoding.UTF8.GetString(text.ToArray()), null);
        }
    }
}
