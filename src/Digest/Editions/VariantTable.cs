using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>What some readers of a plan have in common: their mails differ in nothing but their links and dates.</summary>
public sealed record Variant
{
    public string? Language { get; init; }

    /// <summary>Ids with commas between them, first followed first.</summary>
    public required string Topics { get; init; }
}

/// <summary>The SQL of which different mails an edition has.</summary>
internal static class VariantTable
{
    /// <returns>Those of most readers first, each with what they follow.</returns>
    public static async Task<IReadOnlyList<(string? Language, IReadOnlyList<Followed> Followed)>> ListAsync(Tx tx, string plan, int limit)
    {
        var variants = await tx.QueryAsync<Variant>(
            """
            select v.language, v.topics from (
                select s.language, string_agg(cast(u.topic_id as text), ',' order by u.id) as topics
                from subscribers s join subscriptions u on u.subscriber_id = s.id
                where u.plan = @plan and u.confirmed_at is not null and u.ended_at is null
                group by s.id, s.language) v
            group by v.language, v.topics order by count(*) desc, v.topics limit @limit
            """,
            new { plan, limit });
        var topics = (await TopicsAsync(tx)).ToDictionary(topic => $"{topic.TopicId}", StringComparer.Ordinal);
        return [.. variants.Select(variant => (variant.Language, (IReadOnlyList<Followed>)[.. variant.Topics.Split(',').Select(id => topics[id])]))];
    }

    /// <summary>Every topic, as if somebody followed them all.</summary>
    public static Task<IReadOnlyList<Followed>> TopicsAsync(Tx tx) =>
        tx.QueryAsync<Followed>("select cast(0 as bigint) as subscription_id, id as topic_id, slug, name from topics order by id");
}
