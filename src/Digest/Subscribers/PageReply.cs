using System.Text;
using Microsoft.AspNetCore.Http;

namespace NewsBot.Digest.Subscribers;

/// <summary>Answers with a page that can run nothing, embed nothing and be embedded nowhere.</summary>
internal static class PageReply
{
    /// <summary>Images come from this site or over https; a page of ours has no script, and its style stands inside it.</summary>
    private const string Policy =
        "default-src 'none'; img-src 'self' https:; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static Task HtmlAsync(HttpContext http, int status, string html, string caching) => WriteAsync(http, status, html, "text/html; charset=utf-8", caching);

    public static Task TextAsync(HttpContext http, int status, string text, string caching) => WriteAsync(http, status, text, "text/plain; charset=utf-8", caching);

    private static async Task WriteAsync(HttpContext http, int status, string body, string type, string caching)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = caching;
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        }
    }
}
