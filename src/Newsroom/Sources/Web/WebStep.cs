using System.Net;

namespace NewsBot.Newsroom.Sources.Web;

/// <summary>One request and its answer: a body, "nothing changed", or where to ask next.</summary>
internal sealed class WebStep(HttpMessageInvoker http, WebOptions options, TimeProvider time, Uri address, WebMemory memory)
{
    public Uri Address => address;

    /// <summary>What is posted; null: the request is a question.</summary>
    public HttpContent? Form { get; init; }

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where a redirect leads.</summary>
    public Uri? Next { get; private set; }

    /// <summary>Null: what the memory knows still holds.</summary>
    public byte[]? Body { get; private set; }

    public string? ContentType { get; private set; }

    public string? ETag { get; private set; }

    public string? LastModified { get; private set; }

    public string? Links { get; private set; }

    public TimeSpan? Fresh { get; private set; }

    /// <exception cref="SourceException">The answer is no good, or there is none.</exception>
    public async Task<WebStep> RunAsync(string agent, TimeSpan atMost, CancellationToken ct)
    {
        Demand(address);
        using var over = new CancellationTokenSource(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, over.Token);
        try
        {
            using var request = Request(agent);
            using var response = await http.SendAsync(request, limit.Token);
            await TakeAsync(response, limit.Token);
            return this;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SourceException($"{WebName.Of(address)} gave no whole answer within {options.MaxTime.TotalSeconds:0.#} seconds");
        }
        catch (InvalidDataException wrong)
        {
            throw new SourceException($"{WebName.Of(address)} {Said(wrong.Message)}", wrong);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Refused(failure);
        }
    }

    /// <exception cref="SourceException">It is no address that is ever asked.</exception>
    private static void Demand(Uri address)
    {
        if (address.Scheme is not ("http" or "https"))
        {
            throw new SourceException($"{Printable.Of(address.Scheme)} addresses are not read, only http and https");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new SourceException($"{WebName.Of(address)} has a user name in its address, which is not sent; write the address without it");
        }
    }

    private HttpRequestMessage Request(string agent)
    {
        var request = new HttpRequestMessage(Form is null ? HttpMethod.Get : HttpMethod.Post, address) { Version = HttpVersion.Version11, Content = Form };
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        request.Headers.TryAddWithoutValidation("Accept", options.Accept);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br");
        if (Form is null && memory.From == address.AbsoluteUri)
        {
            // As the server wrote them: a typed header would refuse or change what is not quite by the book.
            if (memory.ETag is { } tag)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            }

            if (memory.LastModified is { } date)
            {
                request.Headers.TryAddWithoutValidation("If-Modified-Since", date);
            }
        }

        return request;
    }

    private async Task TakeAsync(HttpResponseMessage response, CancellationToken ct)
    {
        Status = response.StatusCode;
        Links = CacheRules.Raw(response.Headers, "Link");
        ETag = CacheRules.Raw(response.Headers, "ETag");
        LastModified = CacheRules.Raw(response.Content.Headers, "Last-Modified");
        Fresh = CacheRules.Fresh(response, time.GetUtcNow());
        switch ((int)Status)
        {
            case >= 200 and < 300 when Form is not null:
                return;
            case 200 or 203:
                ContentType = CacheRules.Raw(response.Content.Headers, "Content-Type");
                Body = await WebBody.ReadAsync(
                    await response.Content.ReadAsStreamAsync(ct), CacheRules.Raw(response.Content.Headers, "Content-Encoding"), response.Content.Headers.ContentLength, options.MaxBytes, ct);
                return;
            case 304 when memory.From == address.AbsoluteUri && (memory.ETag ?? memory.LastModified) is not null:
                return;
            case 301 or 302 or 303 or 307 or 308:
                Next = Redirect(CacheRules.Raw(response.Headers, "Location"));
                return;
            default:
                throw Failed(response);
        }
    }

    private Uri Redirect(string? location)
    {
        if (location is null || !Uri.TryCreate(address, location, out var next))
        {
            throw new SourceException($"{WebName.Of(address)} redirects to nowhere ({(int)Status} without a usable Location)");
        }

        if (address.Scheme == "https" && next.Scheme == "http")
        {
            throw new SourceException($"{WebName.Of(address)} redirects from https to http, where anybody on the way could change the news; write the address it should have");
        }

        return next;
    }

    private SourceException Failed(HttpResponseMessage response)
    {
        var what = (int)Status switch
        {
            401 or 403 => "does not let us in",
            404 => "is not there",
            410 => "is gone for good, says its server; remove the source, or give it another address",
            429 => "is asked too often, says its server",
            503 => "is out of service for now",
            _ => "gave no usable answer",
        };
        return new SourceException($"{WebName.Of(address)} {what} (HTTP {(int)Status})")
        {
            Wait = CacheRules.RetryAfter(response, time.GetUtcNow()),
            Parked = Status == HttpStatusCode.Gone,
        };
    }

    // What a connection refuses has words of its own; other messages of the library may quote what the server sent.
    private SourceException Refused(Exception failure)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is SourceException known)
            {
                return known;
            }
        }

        var what = ((failure as HttpRequestException)?.HttpRequestError ?? (failure as HttpIOException)?.HttpRequestError) switch
        {
            HttpRequestError.SecureConnectionError => "offers no connection that can be trusted; look at its TLS certificate",
            HttpRequestError.ResponseEnded => "broke off in the middle of its answer",
            HttpRequestError.InvalidResponse => "answered with something that is not HTTP",
            HttpRequestError.ConfigurationLimitExceeded => "sent more than 64 KiB of headers",
            _ => "broke the connection",
        };
        return new SourceException($"{WebName.Of(address)} {what}", failure);
    }

    private static string Said(string message) => message.StartsWith("is ", StringComparison.Ordinal) ? message : "is cut short, or not packed as it says";
}
