using Microsoft.AspNetCore.Http;

namespace NewsBot.Digest.Subscribers;

/// <summary>Answers with a page that is one reader's own: nobody keeps it, and no search engine lists it.</summary>
internal static class ReaderPage
{
    private const string Uncached = "no-store";

    public static Task HtmlAsync(HttpContext http, int status, string html, string language)
    {
        http.Response.Headers.ContentLanguage = language;
        Hide(http);
        return PageReply.HtmlAsync(http, status, html, Uncached);
    }

    public static Task TextAsync(HttpContext http, int status, string text)
    {
        Hide(http);
        return PageReply.TextAsync(http, status, text, Uncached);
    }

    /// <summary>A file to keep, not to show.</summary>
    public static async Task FileAsync(HttpContext http, byte[] bytes, string type, string name)
    {
        Hide(http);
        var headers = http.Response.Headers;
        headers.CacheControl = Uncached;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'";
        headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    public static Task TooLargeAsync(HttpContext http) => TextAsync(http, StatusCodes.Status413PayloadTooLarge, "The body is too large.\n");

    private static void Hide(HttpContext http) => http.Response.Headers["X-Robots-Tag"] = "noindex";
}
