using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using NewsBot.Sandbox;

namespace NewsBot.Tests.Sandbox.Interactions;

/// <summary>A small bot on the bare protocol: it logs in at the gateway, and does with each interaction what it was told to.</summary>
internal sealed class ScriptedBot : IAsyncDisposable
{
    private const int HeartbeatSeconds = 20;

    private readonly CancellationTokenSource stop = new();
    private readonly ClientWebSocket socket = new();
    private readonly HttpClient http = new();
    private readonly Func<ScriptedBot, JsonElement, Task> act;
    private readonly SandboxServer server;
    private Task reading = Task.CompletedTask;
    private Task beating = Task.CompletedTask;

    private ScriptedBot(SandboxServer server, Func<ScriptedBot, JsonElement, Task> act)
    {
        (this.server, this.act) = (server, act);
        http.BaseAddress = server.DiscordApi;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", "sandbox-token");
        http.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://news.example.org, 1.0.0)");
    }

    /// <summary>Every interaction it was told of, in order.</summary>
    public ConcurrentQueue<JsonElement> Heard { get; } = new();

    public static async Task<ScriptedBot> StartAsync(SandboxServer server, string commands, Func<ScriptedBot, JsonElement, Task> act, CancellationToken ct)
    {
        var bot = new ScriptedBot(server, act);
        await bot.SendAsync(HttpMethod.Put, $"applications/{server.Discord.BotId}/guilds/{server.Discord.GuildId}/commands", commands);
        var gateway = await bot.SendAsync(HttpMethod.Get, "gateway/bot");
        await bot.socket.ConnectAsync(new Uri(gateway.GetProperty("url").GetString() + "?v=10&encoding=json"), ct);
        await bot.ReadAsync(); // Hello.
        await bot.WriteAsync("""{"op":2,"d":{"token":"sandbox-token","intents":1,"properties":{"os":"linux","browser":"test","device":"test"}}}""");
        while ((await bot.ReadAsync())?.GetProperty("t").GetString() != "READY")
        {
        }

        bot.reading = bot.ListenAsync();
        bot.beating = bot.BeatAsync();
        return bot;
    }

    public Task AnswerAsync(JsonElement interaction, string json)
        => SendAsync(HttpMethod.Post, $"interactions/{interaction.GetProperty("id")}/{interaction.GetProperty("token")}/callback", json);

    public Task EditAsync(JsonElement interaction, string json)
        => SendAsync(HttpMethod.Patch, $"webhooks/{server.Discord.BotId}/{interaction.GetProperty("token")}/messages/@original", json);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request, stop.Token);
        var text = await response.Content.ReadAsStringAsync(stop.Token);
        return !response.IsSuccessStatusCode ? throw new InvalidOperationException($"{method} {path}: {text}") : text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(reading, beating).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Dispose();
        http.Dispose();
        stop.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await ReadAsync() is { } frame)
        {
            if (frame.GetProperty("op").GetInt32() == 0 && frame.GetProperty("t").GetString() == "INTERACTION_CREATE")
            {
                var interaction = frame.GetProperty("d");
                Heard.Enqueue(interaction);
                await act(this, interaction);
            }
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(HeartbeatSeconds), TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stop.Token))
        {
            await WriteAsync("""{"op":1,"d":null}""");
        }
    }

    private Task WriteAsync(string json) => socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, stop.Token);

    private async Task<JsonElement?> ReadAsync()
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, stop.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonSerializer.Deserialize<JsonElement>(whole.ToArray());
            }
        }
    }
}
