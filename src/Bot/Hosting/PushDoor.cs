using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using NewsBot.Newsroom.Sources.Push;

namespace NewsBot.Bot.Hosting;

/// <summary>Where a site posts its items as they are published: <c>POST /ingest/{source}</c>, signed.</summary>
/// <param name="inboxes">By the name of the source.</param>
internal sealed class PushDoor(IReadOnlyDictionary<string, PushInbox> inboxes)
{
    public const string Path = "/ingest/{source}";

    /// <summary>A body of a mebibyte takes a second on a slow line; who needs longer holds memory for nothing.</summary>
    private static readonly TimeSpan BodyLimit = TimeSpan.FromSeconds(10);

    public void Map(IEndpointRouteBuilder web) => web.MapPost(Path, AnswerAsync);

    private async Task<IResult> AnswerAsync(string source, HttpRequest request, CancellationToken ct)
    {
        if (!inboxes.TryGetValue(source, out var inbox))
        {
            return Results.NotFound();
        }

        string? timestamp = request.Headers[PushSignature.TimestampHeader];
        string? signature = request.Headers[PushSignature.SignatureHeader];
        if (!inbox.MayCome(timestamp, signature))
        {
            return Results.Unauthorized();
        }

        try
        {
            return new Written(await inbox.TakeAsync(timestamp, signature, await BodyAsync(request, ct), ct));
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

    /// <exception cref="BadHttpRequestException">It is too large, with status 413, or broken.</exception>
    /// <exception cref="OperationCanceledException">It is too slow.</exception>
    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = PushInbox.MaxBytes;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(BodyLimit);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, limit.Token);
        return body.ToArray();
    }

    private sealed class Written(PushAnswer answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = answer.Status;
            if (answer.RetryAfter is { } wait)
            {
                httpContext.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            if (answer.Reason is null && answer.Taken is null)
            {
                return;
            }

            httpContext.Response.ContentType = "application/json";
            using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter);
            json.WriteStartObject();
            if (answer.Reason is not null)
            {
                json.WriteString("error", answer.Reason);
            }

            WriteList(json, "taken", answer.Taken);
            WriteList(json, "warnings", answer.Warnings);
            json.WriteEndObject();
            await json.FlushAsync(httpContext.RequestAborted);
        }

        private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string>? texts)
        {
            if (texts is null)
            {
                return;
            }

            json.WriteStartArray(name);
            foreach (var text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }
}
