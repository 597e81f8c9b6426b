using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using NewsBot.Digest.Languages;
using NewsBot.Digest.Subscribers;

namespace NewsBot.Digest.Pages;

/// <summary>A page for whoever asks for an address that is not there, or in a way that it does not answer; a program gets the bare status.</summary>
public static class ErrorPage
{
    private const string Uncached = "no-store";

    /// <summary>Every answer gets the strictest headers, which pages then loosen for what they have; and an error without words gets its page.</summary>
    /// <param name="site">Null: there is no page to go on to.</param>
    public static void Use(IApplicationBuilder app, Phrases phrases, RenderPage render, PublicSite? site) => app.Use(async (http, next) =>
    {
        PageReply.Secure(http.Response.Headers, PageReply.Strict);
        await next(http);
        if (!http.Response.HasStarted && http.Response is { ContentType: null, ContentLength: null, StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed }
            && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            await WriteAsync(http, http.Response.StatusCode, phrases, render, site);
        }
    });

    internal static Task WriteAsync(HttpContext http, int status, Phrases phrases, RenderPage render, PublicSite? site)
    {
        var language = PageLanguage.Of(http, phrases);
        var model = new ErrorModel(language, Phrases.Direction(language), status == StatusCodes.Status405MethodNotAllowed ? "not-allowed" : "not-found", site?.Link(""));
        return PageReply.HtmlAsync(http, status, render("pages/not-found", model), Uncached);
    }
}

/// <summary>What <c>pages/not-found</c> shows.</summary>
/// <param name="Problem"><c>not-found</c> or <c>not-allowed</c>.</param>
/// <param name="Home">The list of topics, or null.</param>
internal sealed record ErrorModel(string Language, string Direction, string Problem, string? Home);
