using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>A file of a multipart body: <c>files[Index]</c>.</summary>
internal sealed record UploadedFile(int Index, string Filename, string ContentType, byte[] Bytes);

/// <summary>A request body: JSON, or a form of <c>payload_json</c> and <c>files[n]</c>.</summary>
internal sealed partial record ApiBody(JsonElement? Json, IReadOnlyList<UploadedFile> Files)
{
    private const int MaxBytes = 25 * 1024 * 1024;
    private const int MaxFileBytes = 10 * 1024 * 1024;
    private const int MaxFiles = 10;
    private const int MaxJsonDepth = 32;

    public static ApiBody None { get; } = new(null, []);

    /// <exception cref="Refusal">No or a wrong Content-Type, broken JSON, text that is not Unicode, or too large.</exception>
    public static async Task<ApiBody> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsDelete(request.Method) || request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<WithoutBody>() is not null)
        {
            return None;
        }

        using var body = new MemoryStream();
        await CopyAsync(request.Body, body, MaxBytes, Refusal.RequestTooLarge, ct);
        body.Position = 0;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            throw WrongContentType;
        }

        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return new ApiBody(Parse(body.ToArray()), []);
        }

        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 } boundary)
        {
            return await ReadFormAsync(new MultipartReader(boundary.ToString(), body), ct);
        }

        throw WrongContentType;
    }

    private static Refusal WrongContentType => FormErrors.One("", "CONTENT_TYPE_INVALID",
        "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.");

    private static async Task<ApiBody> ReadFormAsync(MultipartReader reader, CancellationToken ct)
    {
        JsonElement? json = null;
        var files = new List<UploadedFile>();
        try
        {
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part))
                {
                    continue;
                }

                using var bytes = new MemoryStream();
                await CopyAsync(section.Body, bytes, MaxFileBytes, Refusal.FileTooLarge, ct);
                var name = HeaderUtilities.RemoveQuotes(part.Name).ToString();
                if (name == "payload_json")
                {
                    json = Parse(bytes.ToArray());
                }
                else if (FileName().Match(name) is { Success: true } match)
                {
                    files.Add(new UploadedFile(int.Parse(match.Groups["index"].ValueSpan, provider: null), Filename(part), section.ContentType ?? "", bytes.ToArray()));
                }
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            throw FormErrors.One("", "CONTENT_TYPE_INVALID", "The multipart body is broken: " + broken.Message);
        }

        if (files.Count > MaxFiles)
        {
            throw new Refusal(Answer.Error(400, 30015, $"Maximum number of attachments in a message reached ({MaxFiles})"));
        }

        return new ApiBody(json ?? Parse("{}"u8.ToArray()), files);
    }

    private static string Filename(ContentDispositionHeaderValue part)
        => HeaderUtilities.RemoveQuotes(part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).ToString();

    private static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            return IsUnicode(bytes.Span)
                ? document.RootElement.Clone()
                : throw FormErrors.One("", "STRING_TYPE_CONVERT", "A string of the body is not valid Unicode.");
        }
        catch (JsonException)
        {
            throw new Refusal(Answer.Error(400, 50109, "The request body contains invalid JSON."));
        }
    }

    /// <summary>False when a name or a string is no UTF-8, or escapes half a character such as \ud800: that is JSON (RFC 8259, 8.2), and nothing can read it.</summary>
    public static bool IsUnicode(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    _ = reader.GetString();
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task CopyAsync(Stream from, MemoryStream to, int max, Refusal tooLarge, CancellationToken ct)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, ct)) > 0)
        {
            if (to.Length + read > max)
            {
                throw tooLarge;
            }

            to.Write(buffer, 0, read);
        }
    }

    [GeneratedRegex(@"^files\[(?<index>[0-9]{1,3})\]$", RegexOptions.NonBacktracking)]
    private static partial Regex FileName();
}
