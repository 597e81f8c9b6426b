using System.Globalization;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>What a reader wants of a topic.</summary>
/// <param name="Plan">The digest it shall come in; null: not at all.</param>
internal sealed record TopicWish(long TopicId, string? Plan);

/// <summary>
/// Slice: follows, moves and leaves topics as a reader ticked them. A new topic needs no new opt-in, for the link came to the
/// reader's mailbox; what was ticked and when is kept as consent.
/// </summary>
internal static class ChangeTopics
{
    /// <param name="wishes">Of the topics that the page showed; others stay as they are.</param>
    public static async Task<ChangeResult> RunAsync(Tx tx, Subscriber reader, IReadOnlyCollection<TopicWish> wishes)
    {
        await SubscriptionTable.LockAsync(tx, reader.Id);
        var choices = (await SubscriptionTable.ChoicesAsync(tx, reader.Id)).ToDictionary(topic => topic.TopicId);
        var changed = wishes.Where(wish => choices.TryGetValue(wish.TopicId, out var topic) && topic.Plan != wish.Plan).DistinctBy(wish => wish.TopicId).ToList();
        if (changed.Count == 0)
        {
            return ChangeResult.Nothing;
        }

        var undo = await UndoTable.KeepAsync(tx, reader.Id);
        var sentences = new List<Said>();
        var followed = changed.Where(wish => wish.Plan is not null && choices[wish.TopicId].Plan is null).ToList();
        foreach (var wish in followed)
        {
            await SubscriptionTable.FollowAsync(tx, reader.Id, wish.TopicId, wish.Plan!, string.Create(CultureInfo.InvariantCulture, $"ticked on the manage page on {tx.Now:yyyy-MM-dd HH:mm} UTC"));
        }

        if (followed.Count > 0)
        {
            await SuppressionTable.LiftAsync(tx, reader.AddressHash);
            sentences.Add(About("manage.said.followed", followed));
        }

        foreach (var moved in changed.Where(wish => wish.Plan is not null && choices[wish.TopicId].Plan is not null).GroupBy(wish => wish.Plan!, StringComparer.Ordinal))
        {
            foreach (var wish in moved)
            {
                await SubscriptionTable.MoveAsync(tx, reader.Id, wish.TopicId, moved.Key);
            }

            var names = Names(moved);
            sentences.Add(new("manage.said.moved", (phrases, language) => [ReaderWords.List(phrases, language, names), ReaderWords.Digest(phrases, language, moved.Key)]));
        }

        var left = changed.Where(wish => wish.Plan is null).ToList();
        if (left.Count > 0)
        {
            await Leave.EndAsync(tx, reader.Id, [.. left.Select(wish => wish.TopicId)], "manage");
            sentences.Add(About("manage.said.left", left));
        }

        return new(sentences, undo);

        List<string> Names(IEnumerable<TopicWish> topics) => [.. topics.Select(wish => choices[wish.TopicId].Name)];

        Said About(string key, IEnumerable<TopicWish> topics)
        {
            var names = Names(topics);
            return new(key, (phrases, language) => [ReaderWords.List(phrases, language, names)]);
        }
    }
}
