using Microsoft.AspNetCore.Http.Features;
using NewsBot.Newsroom.Sources.Feed;

namespace NewsBot.Bot.Hosting;

/// <summary>Where hubs call: <c>GET</c> to confirm a subscription, <c>POST</c> to tell of a change (W3C WebSub, sections 5 and 7). Who does not know the path learns nothing.</summary>
internal sealed class WebSubDoor(WebSub webSub)
{
    public const string Path = "/websub";

    /// <summary>For a body of ten mebibytes; who needs longer holds memory for nothing.</summary>
    private static readonly TimeSpan BodyLimit = TimeSpan.FromSeconds(30);

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet($"{Path}/{{path}}", VerifyAsync);
        web.MapPost($"{Path}/{{path}}", PushAsync);
    }

    private async Task<IResult> VerifyAsync(string path, HttpRequest request, CancellationToken ct)
    {
        var asked = request.Query;
        return await webSub.VerifyAsync(path, asked["hub.mode"], asked["hub.topic"], asked["hub.challenge"], asked["hub.lease_seconds"], ct) is { } echo
            ? Results.Text(echo, "text/plain")
            : Results.NotFound();
    }

    private async Task<IResult> PushAsync(string path, HttpRequest request, CancellationToken ct)
    {
        if (!await webSub.IsOursAsync(path, ct))
        {
            return Results.NotFound();
        }

        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = WebSub.MaxBytes;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(BodyLimit);
        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, limit.Token);
            await webSub.PushAsync(path, request.Headers["X-Hub-Signature"], body.ToArray(), ct);
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (BadHttpRequestException refused)
        {
            return Results.StatusCode(refused.StatusCode);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status408RequestTimeout);
        }
    }
}
