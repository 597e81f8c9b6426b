using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>What an interactions endpoint answered; Json only when it was JSON. Status 0: nothing came in time.</summary>
internal sealed record EndpointAnswer(int Status, JsonElement? Json);

/// <summary>Sends interactions to the application's own address, signed.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint.</remarks>
internal sealed class InteractionsEndpoint(Discord discord, TimeProvider time) : IDisposable
{
    /// <summary>An answer with the longest message and its embeds is far below.</summary>
    private const int MaxAnswer = 1024 * 1024;
    private const int Ping = 1;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = LocalInteractions.FirstAnswer,
        MaxResponseContentBufferSize = MaxAnswer,
    };

    public void Dispose() => http.Dispose();

    public Task<EndpointAnswer> SendAsync(Uri url, JsonObject payload, CancellationToken ct) => SendAsync(url, payload, forged: false, ct);

    /// <summary>Whether the endpoint answers a PING, and refuses one with a wrong signature.</summary>
    public async Task<bool> IsSoundAsync(Uri url, CancellationToken ct)
    {
        var ping = new JsonObject
        {
            ["id"] = Snowflakes.Text(discord.NewId()),
            ["application_id"] = Snowflakes.Text(discord.BotId),
            ["type"] = Ping,
            ["token"] = "ping",
            ["version"] = 1,
        };
        return await SendAsync(url, ping, forged: true, ct) is { Status: 401 }
            && await SendAsync(url, ping, forged: false, ct) is { Status: 200, Json: { ValueKind: JsonValueKind.Object } json }
            && json.TryGetProperty("type", out var type) && type.ToString() == "1";
    }

    private async Task<EndpointAnswer> SendAsync(Uri url, JsonObject payload, bool forged, CancellationToken ct)
    {
        var stamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = Encoding.UTF8.GetBytes(payload.ToJsonString());
        var signature = discord.Key.Sign([.. Encoding.UTF8.GetBytes(stamp), .. body]);
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.UserAgent.ParseAdd("Discord-Interactions/1.0 (+https://discord.com)");
        request.Headers.Add("X-Signature-Timestamp", stamp);
        request.Headers.Add("X-Signature-Ed25519", forged ? new string([.. signature.Reverse()]) : signature);
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var response = await http.SendAsync(request, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            return new EndpointAnswer((int)response.StatusCode, response.IsSuccessStatusCode && text.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(text) : null);
        }
        catch (Exception lost) when (lost is HttpRequestException or JsonException || (lost is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new EndpointAnswer(0, null);
        }
    }
}
