namespace NewsBot.Newsroom.Items;

/// <summary>An item as filters look at it. Its words are taken apart once, and only when a filter asks for them.</summary>
public sealed class FilterSubject
{
    private readonly Lazy<IReadOnlyList<string>> title;
    private readonly Lazy<IReadOnlyList<string>> author;
    private readonly Lazy<IReadOnlyList<IReadOnlyList<string>>> texts;

    /// <param name="topics">All topics of the item.</param>
    public FilterSubject(Item item, IEnumerable<Topic> topics)
    {
        Item = item;
        Topics = [.. topics.Select(topic => topic.Slug)];
        title = new(() => FilterText.Words(item.Title));
        author = new(() => FilterText.Words(item.Author));
        texts = new(() => [title.Value, FilterText.Words(item.Summary), FilterText.Words(item.Body)]);
    }

    internal Item Item { get; }

    /// <summary>Slugs.</summary>
    internal IReadOnlyList<string> Topics { get; }

    internal IReadOnlyList<string> Title => title.Value;

    internal IReadOnlyList<string> Author => author.Value;

    /// <summary>Title, summary and body.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Texts => texts.Value;
}
