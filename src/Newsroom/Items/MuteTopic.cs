using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

public enum MuteResult
{
    Changed,
    Same,
    NoTopic,
}

/// <summary>Slice: staff silence a topic, or let it speak again. What came meanwhile is not posted afterwards; digests have it.</summary>
public static class MuteTopic
{
    public static async Task<MuteResult> RunAsync(Tx tx, string slug, bool muted) =>
        await TopicTable.FindAsync(tx, slug) is not { } topic ? MuteResult.NoTopic
        : await TopicTable.MuteAsync(tx, topic.Id, muted) ? MuteResult.Changed
        : MuteResult.Same;
}
