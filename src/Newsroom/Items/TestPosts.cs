using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>A post that only tries whether a topic's posts can stand at an address.</summary>
public sealed record TestPost
{
    public required long Id { get; init; }
    public required long TopicId { get; init; }
    public required string Topic { get; init; }
    public required string Lane { get; init; }
    public required string Address { get; init; }
    public required string StaffId { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>Slice: test posts leave as everything does, by the outbox, and are taken away by it.</summary>
public static class TestPosts
{
    /// <returns>Its id; null: there is no such topic.</returns>
    public static async Task<long?> AddAsync(Tx tx, string slug, string lane, string address, string staffId)
    {
        if (await TopicTable.FindAsync(tx, slug) is not { } topic)
        {
            return null;
        }

        var id = await tx.FirstAsync<long>(
            "insert into test_posts (topic_id, lane, address, staff_id, at) values (@topicId, @lane, @address, @staffId, @now) returning id",
            new { topicId = topic.Id, lane, address, staffId, now = tx.Now });
        await Outbox.EnqueueAsync(tx, [new(lane, address, Cause.Test(id), 1)]);
        return id;
    }

    public static Task<TestPost?> FindAsync(Tx tx, long id) =>
        tx.FirstAsync<TestPost>(
            "select p.id, p.topic_id, t.name as topic, p.lane, p.address, p.staff_id, p.at from test_posts p join topics t on t.id = p.topic_id where p.id = @id",
            new { id });

    /// <returns>False: there is none, or it was taken away before.</returns>
    public static async Task<bool> RemoveAsync(Tx tx, long id)
    {
        var there = await tx.FirstAsync<long?>("select id from deliveries where cause_kind = 'test' and cause_id = @id and wanted = 'present'", new { id });
        return there is not null && await Outbox.RestateAsync(tx, Cause.Test(id), 2, Wanted.Absent) == 1;
    }
}
