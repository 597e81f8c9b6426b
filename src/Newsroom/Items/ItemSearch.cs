using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Which items to find.</summary>
/// <param name="Words">Each of them stands somewhere in the title, whatever its case (in SQLite of the letters A to Z alone).</param>
/// <param name="Topic">Its slug.</param>
public sealed record ItemQuery(string? Words = null, ItemState? State = null, string? Topic = null, int Limit = ItemSearch.MostFound);

/// <summary>An item in a list.</summary>
public sealed record ItemLine
{
    public required long Id { get; init; }
    public required string Title { get; init; }
    public required string Kind { get; init; }
    public required ItemState State { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset? PublishAt { get; init; }
    public DateTimeOffset? PublicAt { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
}

/// <summary>Finds items as people name them.</summary>
public static class ItemSearch
{
    /// <summary>As many as one autocompletion of Discord may offer.</summary>
    public const int MostFound = 25;

    /// <summary>More words than this only make it slower.</summary>
    private const int MostWords = 5;

    private const int LongestWord = 50;

    /// <summary>The newest first.</summary>
    public static Task<IReadOnlyList<ItemLine>> FindAsync(Tx tx, ItemQuery query)
    {
        var words = (query.Words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostWords).Select(Like).ToArray();
        var word = (int n) => n < words.Length ? words[n] : null;
        return tx.QueryAsync<ItemLine>(
            $"""
            select i.id, i.title, i.kind, i.state, i.published_at, i.publish_at, i.public_at, i.seen_at from items i
            where (@state is null or i.state = @state)
                and (@topic is null or exists (select 1 from item_topics it join topics t on t.id = it.topic_id where it.item_id = i.id and t.slug = @topic))
                {string.Concat(Enumerable.Range(0, words.Length).Select(n => $" and lower(i.title) like lower(@word{n}) escape '!'"))}
            order by i.id desc limit @limit
            """,
            new
            {
                state = query.State?.ToString().ToLowerInvariant(),
                topic = query.Topic,
                limit = query.Limit,
                word0 = word(0),
                word1 = word(1),
                word2 = word(2),
                word3 = word(3),
                word4 = word(4),
            });
    }

    /// <summary>The item that a message shows.</summary>
    /// <param name="remoteId">The message's id.</param>
    public static Task<long?> ByPostAsync(Tx tx, string lane, string remoteId) =>
        tx.FirstAsync<long?>(
            "select cause_id from deliveries where lane = @lane and remote_id = @remoteId and cause_kind <> 'edition' and cause_kind = 'item' order by id desc limit 1",
            new { lane, remoteId });

    private static string Like(string word)
    {
        var bounded = word.Length > LongestWord ? word[..LongestWord] : word;
        return $"%{bounded.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
    }
}
