using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>
/// The SQL of who an item is: its source's ids, the ids it had before, and what else may tell it. A read asks only for what is on its
/// page, so that a large store makes it no slower.
/// </summary>
public static class IdentityTable
{
    /// <summary>Values in one question; both databases take many more, and plan no better for them.</summary>
    private const int Chunk = 500;

    /// <summary>Items from which on all of the source are asked for at once: one long answer is cheaper than many short ones.</summary>
    internal const int Many = 2_000;

    /// <summary>As the indexes <c>items_link</c> and <c>items_title</c> have it.</summary>
    private const int LinkPrefix = 200;
    private const int TitlePrefix = 100;

    /// <summary>Items with one beginning of a link or title that are looked at: a source that writes one title a thousand times over tells nothing by it.</summary>
    private const int MostAlike = 1_000;

    /// <summary>Former ids of one item that are kept: a source that makes up new ids at every read must not fill the store.</summary>
    private const int MostAliases = 20;

    private const string Columns =
        "i.id, i.external_id, i.content_hash, i.state, case when o.retracted_at is null then 0 else 1 end as retracted, case when i.gone_at is null then 0 else 1 end as gone";

    private const string From = "from items i left join item_orders o on o.item_id = i.id";

    private const string Known = $"select {Columns} {From}";

    private const string Told = $"select {Columns}, i.url, i.title, i.published_at {From}";

    /// <summary>All items of a source, whatever became of them.</summary>
    public static Task<IReadOnlyList<KnownItem>> OfSourceAsync(Tx tx, string source) =>
        tx.QueryAsync<KnownItem>($"{Known} where i.source = @source", new { source });

    internal static Task<IReadOnlyList<KnownItem>> ByIdAsync(Tx tx, string source, IReadOnlyCollection<string> externalIds) =>
        ChunksAsync<string, KnownItem>(externalIds, chunk => tx.QueryAsync<KnownItem>(
            $"{Known} where i.source = @source and i.external_id {tx.Dialect.AmongAll("@chunk")}", new { source, chunk }));

    internal static Task<IReadOnlyList<KnownItem>> ByKeyAsync(Tx tx, IReadOnlyCollection<long> ids) =>
        ChunksAsync<long, KnownItem>(ids, chunk => tx.QueryAsync<KnownItem>($"{Known} where i.id {tx.Dialect.AmongAll("@chunk")}", new { chunk }));

    /// <summary>The items that had these ids before they had another.</summary>
    internal static Task<IReadOnlyList<(string ExternalId, long ItemId)>> AliasesAsync(Tx tx, string source, IReadOnlyCollection<string> externalIds) =>
        ChunksAsync<string, (string, long)>(externalIds, chunk => tx.QueryAsync<(string, long)>(
            $"select external_id, item_id from item_aliases where source = @source and external_id {tx.Dialect.AmongAll("@chunk")}", new { source, chunk }));

    /// <summary>Items that may have one of these links, or one of these titles; the newest first. More than asked for: only beginnings are compared.</summary>
    internal static async Task<IReadOnlyList<KnownItem>> AlikeAsync(Tx tx, string source, IEnumerable<string> links, IEnumerable<string> titles)
    {
        var byLink = await ChunksAsync<string, KnownItem>(
            [.. links.Select(link => Prefix(link, LinkPrefix)).Distinct(StringComparer.Ordinal)],
            chunk => tx.QueryAsync<KnownItem>(
                $"{Told} where i.source = @source and substr(i.url, 1, {LinkPrefix}) {tx.Dialect.AmongAll("@chunk")} order by i.id desc limit @MostAlike",
                new { source, chunk, MostAlike }));
        var byTitle = await ChunksAsync<string, KnownItem>(
            [.. titles.Select(title => Prefix(title, TitlePrefix)).Distinct(StringComparer.Ordinal)],
            chunk => tx.QueryAsync<KnownItem>(
                $"{Told} where i.source = @source and substr(i.title, 1, {TitlePrefix}) {tx.Dialect.AmongAll("@chunk")} order by i.id desc limit @MostAlike",
                new { source, chunk, MostAlike }));
        return [.. byLink.Concat(byTitle).DistinctBy(item => item.Id)];
    }

    internal static async Task<ILookup<long, long>> TopicIdsAsync(Tx tx, string source, IReadOnlyCollection<long> itemIds)
    {
        var pairs = itemIds.Count > Many
            ? await tx.QueryAsync<(long ItemId, long TopicId)>(
                "select it.item_id, it.topic_id from item_topics it join items i on i.id = it.item_id where i.source = @source", new { source })
            : await ChunksAsync<long, (long ItemId, long TopicId)>(itemIds, chunk => tx.QueryAsync<(long, long)>(
            $"select item_id, topic_id from item_topics where item_id {tx.Dialect.AmongAll("@chunk")}", new { chunk }));
        return pairs.ToLookup(pair => pair.ItemId, pair => pair.TopicId);
    }

    /// <summary>How many items their source had at the last read.</summary>
    internal static Task<long> HereAsync(Tx tx, string source) =>
        tx.FirstAsync<long>("select count(*) from items where source = @source and gone_at is null", new { source });

    /// <summary>Items that their source had at the last read.</summary>
    internal static Task<IReadOnlyList<KnownItem>> AllHereAsync(Tx tx, string source) =>
        tx.QueryAsync<KnownItem>($"{Known} where i.source = @source and i.gone_at is null", new { source });

    /// <summary>The item has another id from now on; the one that it had stays known as its own.</summary>
    internal static async Task RenameAsync(Tx tx, string source, KnownItem item, string externalId, string where)
    {
        await tx.ExecuteAsync("delete from item_aliases where source = @source and external_id = @externalId", new { source, externalId });
        await tx.ExecuteAsync(
            """
            insert into item_aliases (source, external_id, item_id, at) values (@source, @ExternalId, @Id, @now)
            on conflict (source, external_id) do update set item_id = excluded.item_id, at = excluded.at
            """,
            new { source, item.ExternalId, item.Id, now = tx.Now });
        await tx.ExecuteAsync("update items set external_id = @externalId, where_found = @where where id = @Id", new { item.Id, externalId, where });
        await tx.ExecuteAsync(
            """
            delete from item_aliases where item_id = @Id and external_id not in (
                select a.external_id from item_aliases a where a.item_id = @Id order by a.at desc, a.external_id limit @MostAliases)
            """,
            new { item.Id, MostAliases });
    }

    /// <summary>What the first read of a source could not read: the archive that is still to come.</summary>
    internal static async Task AddFirstRefusalsAsync(Tx tx, string source, IEnumerable<string> externalIds)
    {
        foreach (var externalId in externalIds)
        {
            await tx.ExecuteAsync("insert into first_refusals (source, external_id) values (@source, @externalId) on conflict (source, external_id) do nothing", new { source, externalId });
        }
    }

    internal static async Task<IReadOnlySet<string>> FirstRefusalsAsync(Tx tx, string source, IReadOnlyCollection<string> externalIds)
    {
        var found = await ChunksAsync<string, string>(externalIds, chunk => tx.QueryAsync<string>(
            $"select external_id from first_refusals where source = @source and external_id {tx.Dialect.AmongAll("@chunk")}", new { source, chunk }));
        return found.ToHashSet(StringComparer.Ordinal);
    }

    internal static Task RemoveFirstRefusalAsync(Tx tx, string source, string externalId) =>
        tx.ExecuteAsync("delete from first_refusals where source = @source and external_id = @externalId", new { source, externalId });

    private static async Task<IReadOnlyList<TFound>> ChunksAsync<T, TFound>(IReadOnlyCollection<T> values, Func<T[], Task<IReadOnlyList<TFound>>> ask)
    {
        var found = new List<TFound>();
        foreach (var chunk in values.Chunk(Chunk))
        {
            found.AddRange(await ask(chunk));
        }

        return found;
    }

    // Databases count code points, and half a surrogate is nothing that they take.
    private static string Prefix(string text, int length) => string.Concat(text.EnumerateRunes().Take(length).Select(rune => rune.ToString()));
}
