using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        if (!http.WebSockets.IsWebSocketRequest || http.Request.Headers.Origin.Count > 0 || http.Request.Query.ContainsKey("compress"))
        {
            await Answer.Error(StatusCodes.Status400BadRequest, 0, "This is a WebSocket for bots, without ?compress=.").ExecuteAsync(http);
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, http.RequestAborted);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        await gateway.ServeAsync(socket, byResumeUrl, http.Request.Query["v"], http.Request.Query["encoding"], ends.Token);
    }
}
