using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Pages;

/// <summary>
/// <c>/media/{item}/{revision}</c>: the picture of a public item that lies in a content folder, for mails and pages to show.
/// The revision makes a changed picture a new address; it is not checked.
/// </summary>
public sealed class PicturePage(Db db, TimeProvider time)
{
    // Mail programs' proxies fetch it once and keep it; after a withdrawal it is gone from caches within a day.
    private const string Caching = "public, max-age=86400";

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/media/{item:long}/{revision:int}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);

    private async Task<IResult> ShowAsync(long item, HttpContext http)
    {
        var found = await db.ReadAsync(tx => ItemTable.FindAsync(tx, item), http.RequestAborted);
        if (found is not { ImageUrl: { } path } || !found.IsPublic(time.GetUtcNow()) || !Path.IsPathFullyQualified(path) || !File.Exists(path) || ImageType.OfFile(path) is not { } type)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = Caching;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return Results.File(path, type.MediaType);
    }
}
