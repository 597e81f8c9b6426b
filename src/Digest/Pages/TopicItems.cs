using System.Globalization;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Pages;

/// <summary>The SQL of topic pages: nothing but what is public now.</summary>
internal static class TopicItems
{
    /// <summary>A newsroom has some dozens of topics; more would make no page to read.</summary>
    private const int MostTopics = 500;

    private const string Shown = $"{PublicItems.Condition} and {PublicItems.Undoubted} and i.public_at is not null";

    // A typing error that was mended is no change to tell a feed reader of.
    private const string Columns =
        """
        i.id, i.revision, i.kind, i.title, i.url, i.summary, i.image_url, i.image_alt, i.image_credit, i.author, i.correction, i.public_at,
        coalesce(i.published_at, i.public_at) as shown_at, i.deadline_at, i.starts_at, i.ends_at, i.location,
        (select max(r.at) from item_revisions r where r.item_id = i.id and r.revision > 1 and (r.weight is null or r.weight <> 'minor')) as revised_at
        """;

    private const string OfTopic = $"from item_topics it join items i on i.id = it.item_id where it.topic_id = @topicId and {Shown}";

    public static Task<IReadOnlyList<ListedTopic>> TopicsAsync(Tx tx) =>
        tx.QueryAsync<ListedTopic>(
            $"""
            select t.slug, t.name, (
                select max(coalesce(i.published_at, i.public_at)) from item_topics it join items i on i.id = it.item_id where it.topic_id = t.id and {Shown}) as newest_at
            from topics t order by lower(t.name), t.id limit {MostTopics}
            """,
            new { now = tx.Now });

    /// <summary>The newest of a topic behind a mark.</summary>
    public static Task<IReadOnlyList<TopicItem>> NewestAsync(Tx tx, long topicId, PageMark mark, int limit) =>
        tx.QueryAsync<TopicItem>(
            $"""
            select {Columns} {OfTopic}{(mark.IsNewest ? "" : " and (i.public_at < @At or (i.public_at = @At and i.id < @Id))")}
            order by i.public_at desc, i.id desc limit @limit
            """,
            new { topicId, now = tx.Now, mark.At, mark.Id, limit });

    /// <summary>What can still be answered, soonest first.</summary>
    public static Task<IReadOnlyList<TopicItem>> DeadlinesAsync(Tx tx, long topicId, int limit) =>
        tx.QueryAsync<TopicItem>($"select {Columns} {OfTopic} and i.deadline_at > @now order by i.deadline_at, i.id limit @limit", new { topicId, now = tx.Now, limit });

    /// <summary>All topics of some items.</summary>
    public static async Task<ILookup<long, OtherTopic>> TopicsOfAsync(Tx tx, IEnumerable<TopicItem> items)
    {
        // Numbers of our own: the two stores have no common way to take a list as a value.
        var ids = string.Join(',', items.Select(item => item.Id.ToString(CultureInfo.InvariantCulture)).Distinct(StringComparer.Ordinal));
        var found = ids.Length == 0 ? [] : await tx.QueryAsync<OtherTopic>(
            $"select it.item_id, t.slug, t.name from item_topics it join topics t on t.id = it.topic_id where it.item_id in ({ids}) order by it.item_id, t.id");
        return found.ToLookup(topic => topic.ItemId);
    }
}
