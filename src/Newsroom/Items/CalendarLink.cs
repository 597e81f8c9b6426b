using System.Globalization;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Where readers find an event's file for their own calendar. The site's address is in the store, so that posts and their previews say the same.</summary>
public static class CalendarLink
{
    /// <param name="address">The public address of the pages; null: there is none, and no link either.</param>
    public static async Task PutSiteAsync(Tx tx, string? address)
    {
        await tx.ExecuteAsync("delete from public_pages where address <> coalesce(@address, '')", new { address });
        if (address is not null)
        {
            await tx.ExecuteAsync("insert into public_pages (address) values (@address) on conflict (address) do nothing", new { address });
        }
    }

    /// <summary>Below the site's address; null for what is no event with a start.</summary>
    public static string? PathOf(long item, string kind, DateTimeOffset? startsAt) =>
        EventCalendar.IsEvent(kind, startsAt) ? string.Create(CultureInfo.InvariantCulture, $"i/{item}.ics") : null;

    /// <returns>Null: it is no event, or no public address is configured.</returns>
    public static async Task<string?> OfAsync(Tx tx, Item item) =>
        PathOf(item.Id, item.Kind, item.StartsAt) is { } path
        && await tx.FirstAsync<string>("select address from public_pages order by address limit 1") is { } site
            ? $"{site.TrimEnd('/')}/{path}"
            : null;
}
