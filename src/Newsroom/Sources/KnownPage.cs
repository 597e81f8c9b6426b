using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources;

/// <summary>A page beside what the store knows of it.</summary>
/// <param name="Fresh">Records that no item is known for.</param>
/// <param name="Again">Records of known items, each item once.</param>
/// <param name="There">The ids on the page, of records and of refusals.</param>
internal sealed record KnownPage(IReadOnlyList<Record> Fresh, IReadOnlyList<(KnownItem Item, Record Record)> Again, IReadOnlySet<string> There)
{
    /// <summary>Finds the item of each record, by its id, by a former id, or by link or title; an item found under a new id takes that id.</summary>
    public static async Task<KnownPage> ReadAsync(Tx tx, string source, ContentPage page, ILogger logger)
    {
        var records = page.Records.DistinctBy(record => record.ExternalId, StringComparer.Ordinal).ToList();
        var ids = records.Select(record => record.ExternalId).ToList();
        var there = ids.Concat(page.Refusals.Select(refusal => refusal.ExternalId).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        var items = page.Complete && ids.Count > IdentityTable.Many
            ? await IdentityTable.OfSourceAsync(tx, source)
            : await IdentityTable.ByIdAsync(tx, source, ids);
        var known = items.ToDictionary(item => item.ExternalId, StringComparer.Ordinal);
        var again = records.Where(record => known.ContainsKey(record.ExternalId)).Select(record => (known[record.ExternalId], record)).ToList();
        var unseen = records.Where(record => !known.ContainsKey(record.ExternalId)).ToList();
        if (unseen.Count == 0)
        {
            return new([], again, there);
        }

        var former = await FormerAsync(tx, source, unseen);
        var spoken = new HashSet<string>(there, StringComparer.Ordinal);
        foreach (var (record, item) in former)
        {
            // Both the former id and the present one on a page: the present one speaks for the item.
            if (spoken.Add(item.ExternalId))
            {
                again.Add((await RenameAsync(tx, source, item, record, Likeness.FormerId, logger), record));
            }
        }

        var rest = unseen.Except(former.Select(pair => pair.Record)).ToList();
        var alike = await IdentityTable.AlikeAsync(tx, source, rest.Select(record => record.Url).OfType<string>(), rest.Select(record => record.Title));
        var matches = SameItem.Match(rest, records, alike, spoken);
        foreach (var (record, item, by) in matches)
        {
            again.Add((await RenameAsync(tx, source, item, record, by, logger), record));
        }

        return new([.. rest.Except(matches.Select(match => match.Record))], again, there);
    }

    private static async Task<IReadOnlyList<(Record Record, KnownItem Item)>> FormerAsync(Tx tx, string source, IReadOnlyList<Record> unseen)
    {
        var aliases = (await IdentityTable.AliasesAsync(tx, source, [.. unseen.Select(record => record.ExternalId)]))
            .ToDictionary(alias => alias.ExternalId, alias => alias.ItemId, StringComparer.Ordinal);
        var items = (await IdentityTable.ByKeyAsync(tx, [.. aliases.Values.Distinct()])).ToDictionary(item => item.Id);
        return [.. unseen.Where(record => aliases.ContainsKey(record.ExternalId)).Select(record => (record, items[aliases[record.ExternalId]]))];
    }

    private static async Task<KnownItem> RenameAsync(Tx tx, string source, KnownItem item, Record record, Likeness by, ILogger logger)
    {
        await IdentityTable.RenameAsync(tx, source, item, record.ExternalId, record.Where);
        var likeness = by switch
        {
            Likeness.FormerId => "an id that it had before",
            Likeness.Link => "the same link",
            _ => "the same title and day",
        };
        tx.AfterCommit(() => Telemetry.SameItem(logger, source, item.Id, Printable.Of(record.ExternalId), likeness));
        return item with { ExternalId = record.ExternalId };
    }
}
