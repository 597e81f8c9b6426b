using NewsBot.Newsroom.Items;

namespace NewsBot.Newsroom.Sources;

/// <summary>What tells that a record with an id that nobody has seen is an item that is known.</summary>
internal enum Likeness
{
    /// <summary>The item had this id before.</summary>
    FormerId,
    Link,
    Title,
}

/// <summary>
/// Pure: which records with new ids are known items that their source has given another id (a moved site, a new content system, a
/// renamed file)? The same link is the same item, and so is the same title on the same day (UTC). Only items whose own id is
/// not on the page come into question: two that are there together are two.
/// </summary>
internal static class SameItem
{
    /// <param name="unseen">The records of a page whose ids are new.</param>
    /// <param name="page">All records of the page.</param>
    /// <param name="alike">Known items of the source with a link or title of these.</param>
    /// <param name="there">The ids on the page.</param>
    /// <returns>Each record and each item at most once.</returns>
    public static IReadOnlyList<(Record Record, KnownItem Item, Likeness By)> Match(
        IReadOnlyList<Record> unseen, IReadOnlyList<Record> page, IReadOnlyList<KnownItem> alike, IReadOnlySet<string> there)
    {
        var found = new List<(Record, KnownItem, Likeness)>();
        var taken = new HashSet<long>();
        var linksOnPage = page.Where(record => record.Url is not null).CountBy(record => record.Url!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var byLink = alike.Where(item => item.Url is not null).ToLookup(item => item.Url!, StringComparer.Ordinal);
        var byTitle = alike.ToLookup(item => item.Title, StringComparer.Ordinal);
        foreach (var record in unseen.OrderBy(record => record.PublishedAt).ThenBy(record => record.ExternalId, StringComparer.Ordinal))
        {
            var candidate = ByLink(record);
            var by = candidate is null ? Likeness.Title : Likeness.Link;
            candidate ??= ByTitle(record);
            if (candidate is not null && taken.Add(candidate.Id))
            {
                found.Add((record, candidate, by));
            }
        }

        return found;

        KnownItem? ByLink(Record record)
        {
            if (record.Url is null || !Tells(record.Url))
            {
                return null;
            }

            // A link that several items have, such as that of a list, tells nothing without the title.
            var holders = byLink[record.Url].ToList();
            return holders is [var only] && linksOnPage[record.Url] == 1 && Free(only) ? only
                : holders.FirstOrDefault(item => Free(item) && item.Title == record.Title);
        }

        KnownItem? ByTitle(Record record) => byTitle[record.Title]
            .Where(item => Free(item) && (item.ExternalId.Equals(record.ExternalId, StringComparison.OrdinalIgnoreCase) || SameDay(item.PublishedAt, record.PublishedAt)))
            .OrderBy(item => item.PublishedAt).ThenBy(item => item.Id)
            .FirstOrDefault();

        bool Free(KnownItem item) => !taken.Contains(item.Id) && !there.Contains(item.ExternalId);
    }

    private static bool SameDay(DateTimeOffset? one, DateTimeOffset? other) => one is { } a && other is { } b && a.UtcDateTime.Date == b.UtcDateTime.Date;

    // The front page of a site is where items without an address of their own link to.
    private static bool Tells(string link) => Uri.TryCreate(link, UriKind.Absolute, out var address) && (address.AbsolutePath.Length > 1 || address.Query.Length > 1 || address.Fragment.Length > 1);
}
