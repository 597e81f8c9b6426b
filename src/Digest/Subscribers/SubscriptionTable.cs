using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>A topic of the site as one reader has it.</summary>
public sealed record TopicChoice
{
    public required long TopicId { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; init; }

    /// <summary>The digest it comes in, or null: not followed.</summary>
    public string? Plan { get; init; }
}

/// <summary>The SQL of what readers change in their own subscriptions. Each change of one reader waits for the others.</summary>
internal static class SubscriptionTable
{
    /// <summary>First in every transaction that reads what a reader has and then changes it: two clicks at once come one after the other.</summary>
    public static Task LockAsync(Tx tx, long subscriberId) => tx.ExecuteAsync("update subscribers set language = language where id = @subscriberId", new { subscriberId });

    /// <summary>Every topic of the site, by name.</summary>
    public static Task<IReadOnlyList<TopicChoice>> ChoicesAsync(Tx tx, long subscriberId) =>
        tx.QueryAsync<TopicChoice>(
            """
            select t.id as topic_id, t.slug, t.name, u.plan from topics t
            left join subscriptions u on u.topic_id = t.id and u.subscriber_id = @subscriberId and u.confirmed_at is not null and u.ended_at is null
            order by lower(t.name), t.id
            """,
            new { subscriberId });

    /// <summary>Follows a topic: for the first time, again, or now without waiting for an opt-in.</summary>
    public static Task FollowAsync(Tx tx, long subscriberId, long topicId, string plan, string consent) =>
        tx.ExecuteAsync(
            """
            insert into subscriptions (subscriber_id, topic_id, plan, confirmed_at, consent) values (@subscriberId, @topicId, @plan, @now, @consent)
            on conflict (subscriber_id, topic_id) do update set
                plan = excluded.plan, confirmed_at = excluded.confirmed_at, consent = excluded.consent, ended_at = null, ended_by = null
            where subscriptions.confirmed_at is null or subscriptions.ended_at is not null
            """,
            new { subscriberId, topicId, plan, consent, now = tx.Now });

    /// <summary>Lets a topic that is followed come in another digest.</summary>
    public static Task MoveAsync(Tx tx, long subscriberId, long topicId, string plan) =>
        tx.ExecuteAsync(
            "update subscriptions set plan = @plan where subscriber_id = @subscriberId and topic_id = @topicId and confirmed_at is not null and ended_at is null and plan <> @plan",
            new { subscriberId, topicId, plan });

    /// <returns>How many ended now: 0 the second time.</returns>
    public static async Task<int> EndTopicsAsync(Tx tx, long subscriberId, IReadOnlyCollection<long> topicIds, string endedBy)
    {
        var ended = 0;
        foreach (var topicId in topicIds)
        {
            ended += await tx.ExecuteAsync(
                "update subscriptions set ended_at = @now, ended_by = @endedBy where subscriber_id = @subscriberId and topic_id = @topicId and confirmed_at is not null and ended_at is null",
                new { subscriberId, topicId, endedBy, now = tx.Now });
        }

        return ended;
    }

    /// <returns>How many ended now, of all plans: 0 the second time.</returns>
    public static Task<int> EndAllAsync(Tx tx, long subscriberId, string endedBy) =>
        tx.ExecuteAsync(
            "update subscriptions set ended_at = @now, ended_by = @endedBy where subscriber_id = @subscriberId and confirmed_at is not null and ended_at is null",
            new { subscriberId, endedBy, now = tx.Now });

    /// <summary>Did the reader follow something once, and nothing now?</summary>
    public static async Task<bool> HasLeftAsync(Tx tx, long subscriberId) =>
        await tx.FirstAsync<long>(
            """
            select case when count(ended_at) > 0 and count(ended_at) = count(*) then 1 else 0 end
            from subscriptions where subscriber_id = @subscriberId and (confirmed_at is not null or ended_at is not null)
            """,
            new { subscriberId }) == 1;

    public static Task SettingsAsync(Tx tx, long subscriberId, string? language, string? zone) =>
        tx.ExecuteAsync("update subscribers set language = @language, zone = @zone where id = @subscriberId", new { subscriberId, language, zone });

    /// <summary>No digest until then.</summary>
    public static Task PauseAsync(Tx tx, long subscriberId, DateTimeOffset until) =>
        tx.ExecuteAsync("update subscribers set paused_until = @until where id = @subscriberId", new { subscriberId, until });

    /// <summary>A pause that runs ends now; what it kept back is in the next digest.</summary>
    public static Task ResumeAsync(Tx tx, long subscriberId) =>
        tx.ExecuteAsync("update subscribers set paused_until = @now where id = @subscriberId and paused_until > @now", new { subscriberId, now = tx.Now });
}
