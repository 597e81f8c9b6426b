using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace NewsBot.Digest.Subscribers;

/// <summary>Answers with a page that can run nothing foreign, embed nothing and be embedded nowhere; what may be kept has a tag to ask again with.</summary>
internal static class PageReply
{
    /// <summary>Of every answer to readers. A page adds what its own template has.</summary>
    public const string Strict = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Images come from this site or over https.</summary>
    private const string Page = "default-src 'none'; img-src 'self' https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src ";

    private const string Html = "text/html; charset=utf-8";

    private const string StyleStart = "<style>";
    private const string StyleEnd = "</style>";

    public static Task HtmlAsync(HttpContext http, int status, string html, string caching) => SendAsync(http, status, html, Html, Policy(html), caching, null);

    /// <summary>A page that is kept by others, with the instant since when it says what it says.</summary>
    public static Task HtmlAsync(HttpContext http, string html, string caching, PageAge age) => SendAsync(http, StatusCodes.Status200OK, html, Html, Policy(html), caching, age);

    /// <summary>The page of a mail: its styles stand on its elements, as mail programs want them.</summary>
    public static Task MailAsync(HttpContext http, string html, string caching, PageAge age) =>
        SendAsync(http, StatusCodes.Status200OK, html, Html, Page + "'unsafe-inline'", caching, age);

    public static Task TextAsync(HttpContext http, int status, string text, string caching) => SendAsync(http, status, text, "text/plain; charset=utf-8", Strict, caching, null);

    public static Task FeedAsync(HttpContext http, string xml, string caching, PageAge age) =>
        SendAsync(http, StatusCodes.Status200OK, xml, "application/atom+xml; charset=utf-8", Strict, caching, age);

    /// <summary>What every answer has, pages or not.</summary>
    public static void Secure(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static async Task SendAsync(HttpContext http, int status, string text, string type, string policy, string caching, PageAge? age)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var headers = http.Response.Headers;
        Secure(headers, policy);
        headers.CacheControl = caching;
        if (age is not null)
        {
            var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"";
            var since = age.Of($"{http.Request.Path}{http.Request.QueryString} {headers.ContentLanguage}", tag);
            headers.ETag = tag;
            headers.LastModified = HeaderUtilities.FormatDate(since);
            if (IsKnown(http.Request.Headers, tag, since))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        }
    }

    // RFC 9110, 13.2.2: who asks with a tag is answered by the tag alone. A tag that a proxy has made weak is the same (13.1.2).
    private static bool IsKnown(IHeaderDictionary asked, string tag, DateTimeOffset since)
    {
        if (!StringValues.IsNullOrEmpty(asked.IfNoneMatch))
        {
            var own = new EntityTagHeaderValue(tag);
            return EntityTagHeaderValue.TryParseList(asked.IfNoneMatch, out var tags) && tags.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(own, useStrongComparison: false));
        }

        return HeaderUtilities.TryParseDate(asked.IfModifiedSince.ToString(), out var known) && since <= known;
    }

    // By its hash, and not "unsafe-inline": a style that is not our template's does nothing. No text from outside holds a tag, for all is encoded.
    private static string Policy(string html)
    {
        var policy = new StringBuilder(Page);
        var styles = 0;
        for (var at = html.IndexOf(StyleStart, StringComparison.Ordinal); at >= 0; at = html.IndexOf(StyleStart, at, StringComparison.Ordinal))
        {
            at += StyleStart.Length;
            var end = html.IndexOf(StyleEnd, at, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            policy.Append(styles++ > 0 ? " " : "").Append("'sha256-").Append(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(html[at..end])))).Append('\'');
        }

        policy.Append(styles == 0 ? "'none'" : "");
        return policy.Append(html.Contains("<script src=", StringComparison.Ordinal) ? "; script-src 'self'" : "").ToString();
    }
}
