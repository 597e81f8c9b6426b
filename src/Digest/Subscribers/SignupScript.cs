using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NewsBot.Digest.Subscribers;

/// <summary>The only script of the readers' pages: it does the proof of work while the reader types. Without it everything works too.</summary>
internal static class SignupScript
{
    private static readonly byte[] Bytes = Read();

    /// <summary>Below the site's address, with its version: a copy may be kept for ever.</summary>
    public static readonly string Address = $"signup.js?v={Convert.ToHexStringLower(SHA256.HashData(Bytes))[..12]}";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapMethods("/signup.js", [HttpMethods.Get, HttpMethods.Head], AnswerAsync);

    private static async Task AnswerAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.ContentType = "text/javascript; charset=utf-8";
        http.Response.ContentLength = Bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(Bytes, http.RequestAborted);
        }
    }

    private static byte[] Read()
    {
        using var stream = typeof(SignupScript).Assembly.GetManifestResourceStream("signup.js") ?? throw new InvalidOperationException("The script signup.js was not built into the program.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
