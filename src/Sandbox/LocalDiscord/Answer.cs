using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>An answer of the API that is not on the wire yet, so that limits can add headers to it and faults can replace it.</summary>
internal sealed class Answer(int status, JsonNode? json = null, string? html = null) : IResult
{
    public int Status => status;

    /// <summary>The connection is cut instead of answering.</summary>
    public bool Dropped { get; private init; }

    public Dictionary<string, string> Headers { get; } = [];

    public static Answer Drop => new(0) { Dropped = true };

    public static Answer Unauthorized => Error(401, 0, "401: Unauthorized");

    /// <summary>Discord's error body: {"message", "code", "errors"?}.</summary>
    public static Answer Error(int status, int code, string message, JsonObject? errors = null)
    {
        var body = new JsonObject { ["message"] = message, ["code"] = code };
        if (errors is not null)
        {
            body["errors"] = errors;
        }

        return new Answer(status, body);
    }

    public static Answer Page(int status, string title)
        => new(status, html: $"<!DOCTYPE html><html><head><title>{title}</title></head><body><center><h1>{title}</h1></center><hr><center>cloudflare</center></body></html>");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (Dropped)
        {
            httpContext.Abort();
            return;
        }

        var response = httpContext.Response;
        response.StatusCode = status;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if ((json?.ToJsonString() ?? html) is not { } body)
        {
            return;
        }

        response.ContentType = html is null ? "application/json" : "text/html; charset=UTF-8";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), httpContext.RequestAborted);
    }
}

/// <summary>Ends the handling of a request with an answer that is not the wished-for one.</summary>
internal sealed class Refusal(Answer answer) : Exception
{
    public Answer Answer => answer;

    public static Refusal UnknownChannel => new(Answer.Error(404, 10003, "Unknown Channel"));

    public static Refusal UnknownMessage => new(Answer.Error(404, 10008, "Unknown Message"));

    public static Refusal MissingAccess => new(Answer.Error(403, 50001, "Missing Access"));

    public static Refusal MissingPermissions => new(Answer.Error(403, 50013, "Missing Permissions"));

    public static Refusal EmptyMessage => new(Answer.Error(400, 50006, "Cannot send an empty message"));

    public static Refusal UnknownFile => new(Answer.Error(400, 50146, "Attachment data not found"));

    public static Refusal RequestTooLarge => new(Answer.Error(413, 40005, "Request entity too large"));

    public static Refusal FileTooLarge => new(Answer.Error(400, 50045, "File uploaded exceeds the maximum size"));
}
