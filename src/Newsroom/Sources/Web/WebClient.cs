using System.Net;
using System.Reflection;
using System.Security.Cryptography;

namespace NewsBot.Newsroom.Sources.Web;

/// <summary>
/// Asks servers that we do not know, politely and without trust.
/// 1. Wait for a turn at the host; ask only for what changed.
/// 2. Follow redirects ourselves, each step checked like the first.
/// 3. Read the body whole, within its limits.
/// 4. Say what was learned for the next time.
/// </summary>
public sealed class WebClient : IDisposable
{
    private const int MostRedirects = 5;

    /// <summary>Good answers by way of a permanent redirect before the old address is no longer asked: a mistaken 301 is often gone the next day.</summary>
    private const int GoodMoves = 3;

    /// <summary>Of an answer, in KiB.</summary>
    private const int MaxHeaderKibibytes = 64;

    private readonly WebOptions options;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker http;
    private readonly string agent;

    public WebClient(WebOptions options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        var version = typeof(WebClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
        agent = options.Contact is { } contact ? $"NewsBot/{version} (+{contact.AbsoluteUri})" : $"NewsBot/{version}";
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false, // A proxy would resolve the name itself, where we cannot look.
            UseCookies = false,
            Credentials = null,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None, // It takes a cut stream for a whole one.
            MaxResponseHeadersLength = MaxHeaderKibibytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // A name that moves is looked up again.
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            ConnectCallback = new SafeConnect(options.AllowHosts).OpenAsync,
        });
    }

    /// <param name="memory">What the last answer left; null on the first question.</param>
    /// <exception cref="SourceException">There is no good answer. The message names host and path, never the query.</exception>
    public async Task<WebAnswer> GetAsync(Uri address, WebMemory? memory, CancellationToken ct)
    {
        if (memory?.Address != address.AbsoluteUri)
        {
            memory = new WebMemory { Address = address.AbsoluteUri };
        }

        if (memory.MovedTimes >= GoodMoves && Uri.TryCreate(memory.MovedTo, UriKind.Absolute, out var moved))
        {
            try
            {
                return await WalkAsync(moved, memory, ct);
            }
            catch (SourceException failure) when (failure.Wait is null)
            {
                // Where it had moved to it is no more; the address that was configured knows better.
            }
        }

        return await WalkAsync(address, memory, ct);
    }

    /// <summary>Posts a form, under the same rules; a redirect is not followed.</summary>
    /// <exception cref="SourceException">It was not accepted.</exception>
    public async Task PostAsync(Uri address, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct)
    {
        using var content = new FormUrlEncodedContent(form);
        using var turn = await options.Queue.EnterAsync(address, ct);
        var step = await new WebStep(http, options, time, address, new WebMemory { Address = address.AbsoluteUri }) { Form = content }.RunAsync(agent, options.MaxTime, ct);
        if (step.Next is not null)
        {
            throw new SourceException($"{WebName.Of(address)} redirects a form, which is not followed");
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<WebAnswer> WalkAsync(Uri start, WebMemory memory, CancellationToken ct)
    {
        var (at, left) = (start, options.MaxTime);
        var permanent = true;
        var movedTo = start.AbsoluteUri == memory.Address ? null : start.AbsoluteUri;
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            WebStep step;
            using (await options.Queue.EnterAsync(at, ct))
            {
                var began = time.GetTimestamp();
                step = await new WebStep(http, options, time, at, memory).RunAsync(agent, left, ct);
                left -= time.GetElapsedTime(began);
            }

            if (step.Next is not { } next)
            {
                return Answer(step, memory, movedTo);
            }

            permanent &= step.Status is HttpStatusCode.MovedPermanently or HttpStatusCode.PermanentRedirect;
            movedTo = permanent ? next.AbsoluteUri : movedTo;
            at = next;
        }

        throw new SourceException($"{WebName.Of(start)} redirects more than {MostRedirects} times");
    }

    private static WebAnswer Answer(WebStep step, WebMemory memory, string? movedTo)
    {
        var hash = step.Body is { } body ? Convert.ToHexStringLower(SHA256.HashData(body)) : memory.BodyHash;
        var changed = step.Body is not null && hash != memory.BodyHash;
        return new WebAnswer
        {
            Changed = changed,
            Body = changed ? step.Body! : [],
            ContentType = step.ContentType,
            Address = step.Address,
            Hub = LinkHeader.Find(step.Links, "hub", step.Address),
            Self = LinkHeader.Find(step.Links, "self", step.Address),
            Wait = step.Fresh,
            Memory = memory with
            {
                From = step.Address.AbsoluteUri,
                ETag = step.ETag ?? (step.Body is null ? memory.ETag : null),
                LastModified = step.LastModified ?? (step.Body is null ? memory.LastModified : null),
                BodyHash = hash,
                MovedTo = movedTo,
                MovedTimes = movedTo is null ? 0 : movedTo == memory.MovedTo ? Math.Min(memory.MovedTimes + 1, GoodMoves) : 1,
            },
        };
    }
}
