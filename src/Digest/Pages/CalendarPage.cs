using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Pages;

/// <summary><c>/i/{item}.ics</c>: a public event for a reader's own calendar; one that was withdrawn after it had been public says that it is cancelled.</summary>
/// <param name="site">The public address of the pages.</param>
public sealed class CalendarPage(Db db, Uri site, TimeProvider time)
{
    // A calendar that subscribes to the address learns of a change within five minutes.
    private const string Caching = "public, max-age=300";

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/i/{item:long}.ics", [HttpMethods.Get, HttpMethods.Head], ShowAsync);

    private async Task<IResult> ShowAsync(long item, HttpContext http)
    {
        var (found, revised) = await db.ReadAsync(
            async tx => (await ItemTable.FindAsync(tx, item), await ItemTable.RevisedAtAsync(tx, item)), http.RequestAborted);
        if (found is null || revised is not { } at || !EventCalendar.IsEvent(found.Kind, found.StartsAt) || !IsShown(found))
        {
            return Results.NotFound();
        }

        var file = Encoding.UTF8.GetBytes(CalendarFile.Of(found, at, site.IdnHost));
        http.Response.Headers.CacheControl = Caching;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return Results.Bytes(
            file,
            "text/calendar; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"event-{item}.ics"),
            lastModified: at,
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(file))[..32]}\""));
    }

    // What was never public is nobody's to know, not even that it was withdrawn.
    private bool IsShown(Item item) => item.IsPublic(time.GetUtcNow()) || item is { State: ItemState.Withdrawn, PublicAt: not null };
}
