using System.Text;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The last requests in memory, and all of them in the record file when one is named. Holds no token: headers are not kept.</summary>
internal sealed class RequestLog : IDisposable
{
    /// <summary>Enough for the longest scenario test; the oldest are forgotten first.</summary>
    private const int MaxKept = 20_000;

    private readonly Lock gate = new();
    private readonly Queue<ApiRequest> kept = new();
    private readonly TimeProvider time;
    private readonly FileStream? file;

    public RequestLog(string? recordFile, TimeProvider time)
    {
        this.time = time;
        file = recordFile is null ? null : new FileStream(recordFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
    }

    public IReadOnlyList<ApiRequest> Kept
    {
        get
        {
            lock (gate)
            {
                return [.. kept];
            }
        }
    }

    public void Add(string method, string path, ApiBody body, Answer answer)
    {
        var request = new ApiRequest(time.GetUtcNow(), method, path, body.Json, answer.Dropped ? null : answer.Status);
        lock (gate)
        {
            kept.Enqueue(request);
            if (kept.Count > MaxKept)
            {
                kept.Dequeue();
            }

            if (file is null)
            {
                return;
            }

            file.Write(Encoding.UTF8.GetBytes(Line(request)));
            file.Flush();
        }
    }

    public void Dispose() => file?.Dispose();

    private static string Line(ApiRequest request) => new JsonObject
    {
        ["method"] = request.Method,
        ["path"] = request.Path,
        ["body"] = request.Body is { } body ? JsonNode.Parse(body.GetRawText()) : null,
        ["status"] = request.Status,
    }.ToJsonString() + "\n";
}
