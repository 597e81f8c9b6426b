using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: a topic is called something else from now on. Its slug stays, for it stands in front matter; posts that stand keep the old name until their item changes.</summary>
public static class RenameTopic
{
    public static async Task<TopicResult> RunAsync(Tx tx, string slug, string name)
    {
        if (StaffText.Of(name, AddTopic.LongestName) is not { } given)
        {
            return TopicResult.BadSlug;
        }

        if (await TopicTable.FindAsync(tx, slug) is not { } topic)
        {
            return TopicResult.NoTopic;
        }

        if (topic.Name == given)
        {
            return TopicResult.Same;
        }

        await TopicTable.PutAsync(tx, topic.Slug, given);
        return TopicResult.Done;
    }
}
