using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace NewsBot.Discord.Rest;

/// <summary>
/// Carries one request to Discord and its answer back.
/// <list type="number">
/// <item>Refuse if the token was rejected or too many requests were invalid; what answers an interaction is let by.</item>
/// <item>Wait for the limits.</item>
/// <item>Send, with a time-out.</item>
/// <item>Learn from the answer; a 429 with a short wait goes back to 1, everything else is the caller's.</item>
/// </list>
/// </summary>
internal sealed class Exchange : IDisposable
{
    /// <summary>From the first byte out to the last byte in; a file of 10 MiB goes out in this time at 6 Mbit/s.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    /// <summary>100 messages full of embeds come to about 4 MiB.</summary>
    public const int MaxAnswerBytes = 8 * 1024 * 1024;

    // Waits of next to nothing must not become a loop.
    private const int MostTries = 3;

    // Discord's addresses change; a connection kept for ever would not notice.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient http;
    private readonly TimeProvider time;
    private readonly RateLimits limits;
    private readonly AuthenticationHeaderValue authorization;
    private volatile bool tokenRejected;
    private volatile StrongBox<TimeSpan>? clock; // boxed: requests end on many threads at once

    public Exchange(DiscordOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        Check(options);
        this.time = time;
        limits = new RateLimits(time);
        http = new HttpClient(handler ?? NewHandler(), disposeHandler: handler is null)
        {
            BaseAddress = new Uri(options.Api.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan, // HttpClient's own time-out knows no TimeProvider
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        authorization = new AuthenticationHeaderValue("Bot", options.Token);
        http.DefaultRequestHeaders.UserAgent.ParseAdd(options.UserAgent);
    }

    /// <param name="endpoint">Where to.</param>
    /// <param name="body">Makes the body anew for each try.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>A successful answer.</returns>
    public async Task<Answer> SendAsync(Endpoint endpoint, Func<HttpContent>? body, CancellationToken ct)
    {
        var budget = new WaitBudget(endpoint, time);
        for (var attempt = 1; ; attempt++)
        {
            var answer = await TryAsync(endpoint, body, budget, ct);
            if (answer.IsSuccess)
                return answer;
            if (answer.Throttle is not { } throttle)
                throw Refusal(endpoint, answer);
            if (attempt == MostTries)
                throw new RateLimitedException(endpoint.ToString(), throttle.Wait, throttle.Scope);
            await budget.WaitAsync(throttle.Wait, throttle.Scope, changed: null, ct);
        }
    }

    /// <summary>By how much our clock is ahead of Discord's, at the last answer; null before it.</summary>
    public TimeSpan? Clock => clock?.Value;

    public void Dispose() => http.Dispose();

    private async Task<Answer> TryAsync(Endpoint endpoint, Func<HttpContent>? body, WaitBudget budget, CancellationToken ct)
    {
        RefuseIfTokenRejected(endpoint);
        var bucket = await limits.EnterAsync(endpoint, budget, ct);
        Answer answer;
        try
        {
            RefuseIfTokenRejected(endpoint); // it may have been, during the wait
            answer = await AskAsync(endpoint, body, ct);
        }
        catch
        {
            limits.Leave(bucket);
            throw;
        }
        limits.Leave(bucket, endpoint, answer);
        return answer;
    }

    private async Task<Answer> AskAsync(Endpoint endpoint, Func<HttpContent>? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(endpoint.Method, endpoint.Path) { Content = body?.Invoke() };
        request.Headers.Authorization = endpoint.Access == Access.Bot ? authorization : null;
        using var timeout = new CancellationTokenSource(RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            if (response.Headers.Date is { } theirs)
                clock = new StrongBox<TimeSpan>(time.GetUtcNow() - theirs);
            return await Answer.ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TimeoutException($"Discord did not answer {endpoint} within {RequestTimeout.TotalSeconds:0} s; it is unknown whether the request was carried out.", e);
        }
    }

    private Exception Refusal(Endpoint endpoint, Answer answer)
    {
        if (answer.Status == HttpStatusCode.Unauthorized && endpoint.Access == Access.Bot)
        {
            tokenRejected = true;
            return new TokenRejectedException(endpoint.ToString());
        }
        return DiscordError.Parse(answer.Body) is { } error
            ? new DiscordException(answer.Status, error.Code, endpoint.ToString(), error.Message, error.Errors)
            : new DiscordException(answer.Status, 0, endpoint.ToString(), "the body is not JSON, so a proxy before Discord may have answered");
    }

    private void RefuseIfTokenRejected(Endpoint endpoint)
    {
        if (tokenRejected && endpoint.Access == Access.Bot)
            throw new TokenRejectedException(endpoint.ToString());
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false, // the API has none, and the token must not follow one
        UseCookies = false,
        PooledConnectionLifetime = ConnectionLifetime,
        ConnectTimeout = ConnectTimeout,
    };

    private static void Check(DiscordOptions options)
    {
        // HttpClient's own message about a bad header value would show the token.
        if (options.Token.Length == 0 || options.Token.Any(c => c is <= ' ' or > '~'))
            throw new ArgumentException("The Discord token is empty or holds a space, a line end or a character outside ASCII; copy it again, without the word \"Bot\".", nameof(options));
        if (!options.Api.IsAbsoluteUri || !(options.Api.Scheme == Uri.UriSchemeHttps || (options.Api.Scheme == Uri.UriSchemeHttp && options.Api.IsLoopback)))
            throw new ArgumentException($"The Discord address '{options.Api}' must begin with https:// (http:// only on the loopback), since the token travels with every request.", nameof(options));
    }
}
