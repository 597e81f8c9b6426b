using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NewsBot.Sandbox.LocalDiscord;

namespace NewsBot.Tests.Discord.Rest;

/// <summary>What the client sent to scripted Discords, in one file of the form the local Discord writes, since these are its real bytes too.</summary>
internal static class ScriptRecord
{
    private static readonly Lock Gate = new();
    private static readonly string? File = LabRecord.NewFile();

    /// <param name="request">Its JSON is the body, or of a form the part <c>payload_json</c>.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="ct">Ends the reading of the body.</param>
    public static async Task AddAsync(HttpRequestMessage request, int status, CancellationToken ct)
    {
        if (File is null)
        {
            return;
        }

        var line = new JsonObject
        {
            ["method"] = request.Method.Method,
            ["path"] = request.RequestUri!.PathAndQuery,
            ["body"] = await JsonOf(request.Content, ct) is { } json ? JsonNode.Parse(json) : null,
            ["status"] = status,
        }.ToJsonString() + "\n";
        lock (Gate)
        {
            System.IO.File.AppendAllText(File, line, Encoding.UTF8);
        }
    }

    private static async Task<string?> JsonOf(HttpContent? content, CancellationToken ct)
    {
        if (content is MultipartFormDataContent form)
        {
            content = form.FirstOrDefault(part => part.Headers.ContentDisposition?.Name?.Trim('"') == "payload_json");
        }

        return content?.Headers.ContentType?.Equals(new MediaTypeHeaderValue("application/json")) == true ? await content.ReadAsStringAsync(ct) : null;
    }
}
