using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>Where clients learn of the gateway and where they connect to it.</summary>
internal static class GatewayRoutes
{
    public const string Door = "gateway";

    /// <summary>What <c>resume_gateway_url</c> has behind the usual address, so that one can tell which was taken.</summary>
    public const string ResumeDoor = "/resume";

    public static void Map(IEndpointRouteBuilder web, LocalGateway gateway, CancellationToken stopping)
    {
        web.Map("/" + Door, (HttpContext http) => ServeAsync(http, gateway, byResumeUrl: false, stopping));
        web.Map("/" + Door + ResumeDoor, (HttpContext http) => ServeAsync(http, gateway, byResumeUrl: true, stopping));
    }

    /// <summary>The two routes of the API, which pass its gate as all do.</summary>
    public static void MapApi(IEndpointRouteBuilder api, LocalGateway gateway)
    {
        api.MapGet("gateway", () => new Answer(200, new JsonObject { ["url"] = gateway.Url.AbsoluteUri })).WithMetadata(WithoutToken.Mark);
        api.MapGet("gateway/bot", () => new Answer(200, gateway.Describe()));
    }

    private static async Task ServeAsync(HttpContext http, LocalGateway gateway, bool byResumeUrl, CancellationToken stopping)
    {
        if (gateway.Draw(GatewayFaultKind.RefuseConnection) is not null)
        {
            await Answer.Page(StatusCodes.Status503ServiceUnavailable, "503 Service Unavailable").ExecuteAsync(http);
            return;
        }

        // A browser names the page that asks, and pages have no business here: WebSockets do not ask first (CORS).
        if (Upgrade(http) is not { } upgrade || http.Request.Headers.Origin.Count > 0 || http.Request.Query.ContainsKey("compress"))
        {
            await Answer.Error(StatusCodes.Status400BadRequest, 0, "This is a WebSocket for bots, without ?compress=.").ExecuteAsync(http);
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, http.RequestAborted);
        await using var wire = await AcceptAsync(http, upgrade);
        await gateway.ServeAsync(wire, byResumeUrl, http.Request.Query["v"], http.Request.Query["encoding"], ends.Token);
    }

    private static IHttpUpgradeFeature? Upgrade(HttpContext http)
        => http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade
            && http.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
            && http.Request.Headers.SecWebSocketVersion == "13" && http.Request.Headers.SecWebSocketKey.Count == 1
            ? upgrade
            : null;

    /// <summary>The server's half of the handshake. Done here and not by the framework, to have the bare wire: some faults are no proper WebSocket.</summary>
    /// <remarks>RFC 6455, 4.2.2.</remarks>
    private static async Task<Stream> AcceptAsync(HttpContext http, IHttpUpgradeFeature upgrade)
    {
        var key = Encoding.ASCII.GetBytes(http.Request.Headers.SecWebSocketKey + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
#pragma warning disable CA5350 // SHA-1 is what the RFC says; it proves that this is a WebSocket server, and guards nothing.
        http.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(key));
#pragma warning restore CA5350
        http.Response.Headers.Upgrade = "websocket";
        http.Response.Headers.Connection = "Upgrade";
        return await upgrade.UpgradeAsync();
    }
}
