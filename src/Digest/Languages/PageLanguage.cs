using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace NewsBot.Digest.Languages;

/// <summary>The language of a page for somebody of whom we know nothing: what the browser asks for (RFC 9110, 12.5.4).</summary>
internal static class PageLanguage
{
    // Browsers send five or six; the rest of a longer list is not read.
    private const int MostWishes = 20;

    /// <summary>Says in the reply which language it is, and that it depends on the wish.</summary>
    public static string Of(HttpContext http, Phrases phrases)
    {
        var language = Wish(http, phrases);
        http.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        http.Response.Headers.ContentLanguage = language;
        return language;
    }

    /// <summary>For an answer that may turn out to be in its reader's own language: the reply says nothing of it yet.</summary>
    public static string Wish(HttpContext http, Phrases phrases) => Choose(http.Request.Headers.AcceptLanguage, phrases);

    private static string Choose(StringValues wishes, Phrases phrases)
    {
        if (!StringWithQualityHeaderValue.TryParseList([.. wishes.OfType<string>()], out var list))
        {
            return Phrases.English;
        }

        // The order of equals is the browser's: this sorting keeps it.
        foreach (var tag in list.Take(MostWishes).Where(wish => wish.Quality is not 0).OrderByDescending(wish => wish.Quality ?? 1).Select(wish => wish.Value.ToString()))
        {
            var language = phrases.Best(tag);
            if (language != Phrases.English || tag.Split('-')[0].Equals(Phrases.English, StringComparison.OrdinalIgnoreCase))
            {
                return language;
            }
        }

        return Phrases.English;
    }
}
