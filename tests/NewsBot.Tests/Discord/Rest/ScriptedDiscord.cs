using System.Net;
using System.Text;
using System.Threading.Channels;
using Xunit;

namespace NewsBot.Tests.Discord.Rest;

/// <summary>Answers request after request from a script, and remembers what was asked.</summary>
internal sealed class ScriptedDiscord : HttpMessageHandler
{
    public const string MessageJson = """
        {"id":"1300000000000000002","channel_id":"1300000000000000001","author":{"id":"1300000000000000003","username":"newsbot","bot":true},
         "content":"Hello","timestamp":"2026-03-01T09:00:00.000000+00:00","edited_timestamp":null,"embeds":[],"type":0,"flags":0}
        """;

    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> script = new();
    private readonly Channel<SeenRequest> arrivals = Channel.CreateUnbounded<SeenRequest>();
    private readonly Lock gate = new();

    public List<SeenRequest> Seen { get; } = [];

    public ScriptedDiscord Then(HttpStatusCode status, string body, params (string Name, string Value)[] headers) =>
        Then(_ => Task.FromResult(Answer(status, body, headers)));

    public ScriptedDiscord ThenMessage(params (string Name, string Value)[] headers) => Then(HttpStatusCode.OK, MessageJson, headers);

    public ScriptedDiscord ThenThrow(Exception error) => Then(_ => Task.FromException<HttpResponseMessage>(error));

    public ScriptedDiscord Then(Func<CancellationToken, Task<HttpResponseMessage>> step)
    {
        script.Enqueue(step);
        return this;
    }

    /// <summary>An answer that stays out until the test completes it.</summary>
    public TaskCompletionSource<HttpResponseMessage> ThenHold()
    {
        var held = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        Then(ct => held.Task.WaitAsync(ct));
        return held;
    }

    /// <summary>The next request that has arrived since the last call of this method.</summary>
    public ValueTask<SeenRequest> ArrivalAsync() => arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public static HttpResponseMessage Answer(HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status)
        {
            Content = new StringContent(body, Encoding.UTF8, body.StartsWith('<') ? "text/html" : "application/json"),
        };
        foreach (var (name, value) in headers)
            response.Headers.Add(name, value);
        return response;
    }

    /// <summary>The five headers of a bucket.</summary>
    public static (string Name, string Value)[] Bucket(string hash, int limit, int remaining, string resetAfter) =>
    [
        ("X-RateLimit-Bucket", hash),
        ("X-RateLimit-Limit", $"{limit}"),
        ("X-RateLimit-Remaining", $"{remaining}"),
        ("X-RateLimit-Reset-After", resetAfter),
        ("X-RateLimit-Reset", "1470173023.123"), // long past: a client that trusts it would not wait
    ];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var seen = new SeenRequest(request.Method, request.RequestUri!, body, request.Content?.Headers.ContentType?.MediaType, $"{request.Headers}");
        Func<CancellationToken, Task<HttpResponseMessage>> step;
        lock (gate)
        {
            Seen.Add(seen);
            step = script.TryDequeue(out var next) ? next : throw new InvalidOperationException($"The script has no answer to request {Seen.Count}: {request.Method} {request.RequestUri}");
        }
        arrivals.Writer.TryWrite(seen);
        var answer = await step(cancellationToken);
        await ScriptRecord.AddAsync(request, (int)answer.StatusCode, cancellationToken);
        return answer;
    }
}

internal sealed record SeenRequest(HttpMethod Method, Uri Uri, string Body, string? MediaType, string Headers);
