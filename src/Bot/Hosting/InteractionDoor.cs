using Microsoft.AspNetCore.Http.Features;
using NewsBot.Bot.Commands;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Rest;

namespace NewsBot.Bot.Hosting;

/// <summary>Where Discord posts interactions when they are not to come by the gateway. The key of their signatures is asked of Discord once.</summary>
internal sealed class InteractionDoor(DiscordRest rest, CommandRouter router)
{
    public const string Path = "/interactions";

    private volatile SignedEndpoint? endpoint;

    public void Map(IEndpointRouteBuilder web) => web.MapPost(Path, async (HttpRequest request, CancellationToken ct) =>
    {
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = SignedEndpoint.MaxBodyBytes;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        if (await EndpointAsync(ct) is not { } known)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var answer = await known.AnswerAsync(request.Headers[SignedEndpoint.SignatureHeader], request.Headers[SignedEndpoint.TimestampHeader], body.ToArray(), ct);
        return answer.Json is { Length: > 0 } json ? new Written(answer.Status, json) : Results.StatusCode(answer.Status);
    });

    private async Task<SignedEndpoint?> EndpointAsync(CancellationToken ct)
    {
        try
        {
            return endpoint ??= new SignedEndpoint((await rest.GetApplicationAsync(ct)).VerifyKey, router.AnswerAsync);
        }
        catch (Exception failure) when (failure is DiscordException or RateLimitedException or TokenRejectedException or HttpRequestException or TimeoutException)
        {
            return null; // The keeper says what is wrong.
        }
    }

    private sealed class Written(int status, ReadOnlyMemory<byte> json) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "application/json";
            await httpContext.Response.Body.WriteAsync(json, httpContext.RequestAborted);
        }
    }
}
