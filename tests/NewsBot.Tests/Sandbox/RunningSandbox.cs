using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NewsBot.Sandbox;
using Xunit;

namespace NewsBot.Tests.Sandbox;

/// <summary>A sandbox with two channels and a role, its clock, and a client that speaks to it as a well-behaved bot.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    public const ulong Ports = 1310000000000000001;
    public const ulong Trains = 1310000000000000002;
    public const ulong Readers = 1320000000000000001;

    private RunningSandbox(SandboxServer server, FakeTimeProvider clock)
    {
        Server = server;
        Clock = clock;
        Bot = new HttpClient { BaseAddress = server.DiscordApi };
        Bot.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", "sandbox-token");
        Bot.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://news.example.org, 1.0.0)");
    }

    public SandboxServer Server { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Bot { get; }

    public static async Task<RunningSandbox> StartAsync(SandboxOptions? options = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var server = await SandboxServer.StartAsync(options ?? new SandboxOptions(), clock, TestContext.Current.CancellationToken);
        server.Discord.AddChannel(Ports, "ports", "Port security");
        server.Discord.AddChannel(Trains, "trains");
        server.Discord.AddRole(Readers, "Readers", 0x3B82F6);
        return new RunningSandbox(server, clock);
    }

    public Task<ApiAnswer> PostAsync(string json, ulong channel = Ports) => SendAsync(HttpMethod.Post, $"channels/{channel}/messages", Json(json));

    public Task<ApiAnswer> PatchAsync(ulong message, string json) => SendAsync(HttpMethod.Patch, $"channels/{Ports}/messages/{message}", Json(json));

    public Task<ApiAnswer> DeleteAsync(ulong message) => SendAsync(HttpMethod.Delete, $"channels/{Ports}/messages/{message}");

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await Bot.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.ReadAsync(response);
    }

    /// <summary>A form with <c>payload_json</c> and <c>files[0]</c>, <c>files[1]</c>…</summary>
    public static MultipartFormDataContent Form(string json, params (string Name, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent { { Json(json), "payload_json" } };
        for (var i = 0; i < files.Length; i++)
        {
            form.Add(new ByteArrayContent(files[i].Bytes), $"files[{i}]", files[i].Name);
        }

        return form;
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public async Task<SmtpLine> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Server.SmtpPort, TestContext.Current.CancellationToken);
        return new SmtpLine(client);
    }

    public async ValueTask DisposeAsync()
    {
        Bot.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>What the API answered, read whole.</summary>
internal sealed record ApiAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    public int Code => Json.GetProperty("code").GetInt32();

    public ulong Id => ulong.Parse(Json.GetProperty("id").GetString()!, provider: null);

    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response)
        => new((int)response.StatusCode,
            response.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}

/// <summary>An SMTP client that says exactly what it is told.</summary>
internal sealed class SmtpLine(TcpClient client) : IDisposable
{
    private readonly StreamReader reader = new(client.GetStream(), Encoding.UTF8);

    public Task SendAsync(string text) => client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    /// <summary>The next reply, all its lines; null when the server hung up.</summary>
    public async Task<string?> ReplyAsync()
    {
        var lines = new List<string>();
        while (true)
        {
            string? line;
            try
            {
                line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                return null; // Reset, as some data was never read.
            }

            if (line is null)
            {
                return null;
            }

            lines.Add(line);
            if (line.Length < 4 || line[3] != '-')
            {
                return string.Join('\n', lines);
            }
        }
    }

    public async Task<string?> AskAsync(string command)
    {
        await SendAsync(command + "\r\n");
        return await ReplyAsync();
    }

    /// <summary>Reads the greeting and names one sender and one recipient, up to the 354 of DATA.</summary>
    public async Task BeginDataAsync()
    {
        await ReplyAsync();
        await AskAsync("EHLO test");
        await AskAsync("MAIL FROM:<digest@news.example.org>");
        await AskAsync("RCPT TO:<zoe@example.net>");
        Assert.StartsWith("354", await AskAsync("DATA"), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        reader.Dispose();
        client.Dispose();
    }
}
