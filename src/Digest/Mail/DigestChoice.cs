using NewsBot.Digest.Editions;

namespace NewsBot.Digest.Mail;

/// <summary>Some items of a topic, and how many more there are.</summary>
internal sealed record TopicChoice(EditionTopic Topic, IReadOnlyList<EditionItem> Items, int More);

/// <summary>
/// Pure: which of a reader's items stand in the mail, and where. What has no room is counted. The page for everybody shows all:
/// that is where "more" leads.
/// </summary>
internal sealed record DigestChoice
{
    public const int MostDeadlines = 5;
    public const int MostBreaking = 5;
    public const int MostItemsOfTopic = 12;
    public const int MostItems = 30;
    public const int MostCorrections = 10;

    /// <summary>The lead, too: what a mail can hold at most.</summary>
    public const int MostEntries = 1 + MostDeadlines + MostBreaking + MostItems + MostCorrections;

    public EditionItem? Lead { get; private init; }

    /// <summary>Soonest first.</summary>
    public required IReadOnlyList<EditionItem> Deadlines { get; init; }
    public required IReadOnlyList<EditionItem> Breaking { get; init; }

    /// <summary>In the reader's order; only those with an item that has room.</summary>
    public required IReadOnlyList<TopicChoice> Topics { get; init; }

    /// <summary>Items of topics that have no room at all.</summary>
    public required int MoreElsewhere { get; init; }
    public required IReadOnlyList<Amendment> Corrections { get; init; }
    public required int MoreCorrections { get; init; }

    /// <param name="items">The reader's, newest first.</param>
    /// <param name="topics">In the order in which they stand.</param>
    /// <param name="topicOf">Under which of them an item stands.</param>
    /// <param name="room">How many items and corrections at most, the most important ones: lead, deadlines, breaking news, corrections, then the newest of each topic in turn.</param>
    public static DigestChoice Of(
        IReadOnlyList<EditionItem> items, IReadOnlyList<Amendment> corrections, IReadOnlyList<EditionTopic> topics, Func<EditionItem, long> topicOf,
        Func<EditionItem, bool> hasPicture, DateTimeOffset now, bool all, int room)
    {
        var lead = items.FirstOrDefault(item => item.Kind == "photo" && hasPicture(item));
        var deadlines = items.Where(item => item != lead && item.DeadlineAt > now).OrderBy(item => item.DeadlineAt).Take(MostDeadlines).ToList();
        var breaking = items.Where(item => item != lead && item.IsBreaking && !deadlines.Contains(item)).Take(all ? int.MaxValue : MostBreaking).ToList();
        var taken = new HashSet<EditionItem>([.. deadlines, .. breaking], ReferenceEqualityComparer.Instance);
        var rest = items.Where(item => item != lead && !taken.Contains(item)).ToLookup(topicOf);
        var told = corrections.Take(all ? int.MaxValue : MostCorrections).ToList();

        // The first items of every topic before the second of any.
        var inTopics = topics.SelectMany((topic, order) => rest[topic.Id].Take(all ? int.MaxValue : MostItemsOfTopic).Select((item, rank) => (item, rank, order)))
            .OrderBy(entry => entry.rank).ThenBy(entry => entry.order).Take(all ? int.MaxValue : MostItems).Select(entry => entry.item);
        object?[] first = [lead, .. deadlines, .. breaking, .. told];
        var shown = new HashSet<object>(first.OfType<object>().Concat(inTopics).Take(room), ReferenceEqualityComparer.Instance);
        var groups = topics.Select(topic => Group(topic, items.Where(item => item != lead && topicOf(item) == topic.Id).ToList(), taken, shown)).ToList();
        var withLead = lead is not null && shown.Contains(lead);
        return new()
        {
            Lead = withLead ? lead : null,
            Deadlines = [.. deadlines.Where(shown.Contains)],
            Breaking = [.. breaking.Where(shown.Contains)],
            Topics = [.. groups.Where(group => group.Items.Count > 0)],
            MoreElsewhere = groups.Where(group => group.Items.Count == 0).Sum(group => group.More) + (lead is null || withLead ? 0 : 1),
            Corrections = [.. told.Where(shown.Contains)],
            MoreCorrections = corrections.Count - told.Count(shown.Contains),
        };
    }

    // A deadline or breaking news that found no room there is counted with its topic.
    private static TopicChoice Group(EditionTopic topic, List<EditionItem> items, HashSet<EditionItem> taken, HashSet<object> shown)
    {
        var here = items.Where(item => !taken.Contains(item) && shown.Contains(item)).ToList();
        return new(topic, here, items.Count(item => !shown.Contains(item)));
    }
}
