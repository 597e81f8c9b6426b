using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources.Push;

/// <summary>The SQL of pushed messages.</summary>
internal static class IngestTable
{
    /// <summary>Messages are kept this long after they came, so that a repeat is known for longer than its signature is good, and a person can look at them.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Old messages dropped with one new one: more than come in, so the table shrinks.</summary>
    private const int PrunedAtOnce = 50;

    /// <returns>False: this message was taken before.</returns>
    /// <remarks>The number comes from a row that the transaction holds until it ends, so that no reader sees a number before a smaller one.</remarks>
    public static async Task<bool> AddAsync(Tx tx, string source, string digest, string body)
    {
        var number = await tx.FirstAsync<long>(
            """
            insert into ingest_numbers (source, last) values (@source, 1)
            on conflict (source) do update set last = ingest_numbers.last + 1 returning last
            """,
            new { source });
        var added = await tx.ExecuteAsync(
            """
            insert into ingest (source, number, digest, body, received_at) values (@source, @number, @digest, @body, @now)
            on conflict (source, digest) do nothing
            """,
            new { source, number, digest, body, now = tx.Now });
        return added == 1;
    }

    /// <summary>Messages that nobody has read yet.</summary>
    public static Task<long> WaitingAsync(Tx tx, string source, long after) =>
        tx.FirstAsync<long>("select count(*) from ingest where source = @source and number > @after", new { source, after });

    public static Task<IReadOnlyList<(long Number, string Body)>> AfterAsync(Tx tx, string source, long after, int limit) =>
        tx.QueryAsync<(long, string)>("select number, body from ingest where source = @source and number > @after order by number limit @limit", new { source, after, limit });

    /// <summary>How far the source has been read.</summary>
    public static async Task<long> ReadUpToAsync(Tx tx, string source) =>
        PushSource.NumberOf(await tx.FirstAsync<string>("select cursor from cursors where source = @source", new { source }));

    /// <summary>Drops what was read and is old.</summary>
    public static Task PruneAsync(Tx tx, string source, long readUpTo) =>
        tx.ExecuteAsync(
            """
            delete from ingest where source = @source and number in
                (select number from ingest where source = @source and number <= @readUpTo and received_at < @before order by number limit @limit)
            """,
            new { source, readUpTo, before = tx.Now - Kept, limit = PrunedAtOnce });
}
