using System.Text.Json;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>A subscription as it stood.</summary>
internal sealed record KeptSubscription
{
    public required long TopicId { get; init; }
    public required string Plan { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndedBy { get; init; }
    public required string Consent { get; init; }
}

/// <summary>All that a reader can change, as it stood before a change.</summary>
internal sealed record KeptReader
{
    public string? Language { get; init; }
    public string? Zone { get; init; }
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>One of the reader's own: <see cref="SuppressionTable.Left"/> or <see cref="SuppressionTable.Asked"/>.</summary>
    public string? Suppression { get; init; }
    public IReadOnlyList<KeptSubscription> Subscriptions { get; init; } = [];
}

/// <summary>A change that can be taken back.</summary>
internal sealed record UndoRow
{
    public required long Id { get; init; }
    public required long SubscriberId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Before { get; init; }
    public DateTimeOffset? UsedAt { get; init; }
}

/// <summary>The SQL of what stood before a reader's changes.</summary>
internal static class UndoTable
{
    /// <summary>As long as a weekly digest takes to be missed.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    /// <summary>Rows kept of one reader: only the newest can be taken back, so this bounds what a busy hand can write.</summary>
    private const int MostRows = 20;

    /// <summary>Call it before the change, in its transaction. Rows that have run out go.</summary>
    /// <returns>The id that an undo token holds.</returns>
    public static async Task<long> KeepAsync(Tx tx, long subscriberId)
    {
        var before = await NowAsync(tx, subscriberId);
        var id = await tx.FirstAsync<long>(
            "insert into reader_undos (subscriber_id, at, before) values (@subscriberId, @now, @before) returning id",
            new { subscriberId, now = tx.Now, before = JsonSerializer.Serialize(before) });
        await tx.ExecuteAsync(
            """
            delete from reader_undos where subscriber_id = @subscriberId
                and (at <= @old or id not in (select id from reader_undos where subscriber_id = @subscriberId order by id desc limit @MostRows))
            """,
            new { subscriberId, old = tx.Now - Lasts, MostRows });
        return id;
    }

    public static Task<UndoRow?> FindAsync(Tx tx, long id) =>
        tx.FirstAsync<UndoRow>("select id, subscriber_id, at, before, used_at from reader_undos where id = @id", new { id });

    public static async Task<bool> IsNewestAsync(Tx tx, UndoRow row) =>
        await tx.FirstAsync<long?>("select id from reader_undos where subscriber_id = @SubscriberId and id > @Id limit 1", new { row.SubscriberId, row.Id }) is null;

    /// <summary>The newest change of a reader that was not taken back and has not run out.</summary>
    public static Task<long?> NewestAsync(Tx tx, long subscriberId) =>
        tx.FirstAsync<long?>(
            "select id from reader_undos where subscriber_id = @subscriberId and at > @old and used_at is null and id = (select max(id) from reader_undos where subscriber_id = @subscriberId)",
            new { subscriberId, old = tx.Now - Lasts });

    public static Task UseAsync(Tx tx, long id) => tx.ExecuteAsync("update reader_undos set used_at = @now where id = @id", new { id, now = tx.Now });

    /// <summary>
    /// Puts everything back. A topic that the change began to follow is ended, for its consent is a record. What was asked for since
    /// waits on, and what was confirmed since stays: both came by a link of their own.
    /// </summary>
    public static async Task RestoreAsync(Tx tx, UndoRow row)
    {
        var before = JsonSerializer.Deserialize<KeptReader>(row.Before)!;
        await tx.ExecuteAsync(
            "update subscribers set language = @Language, zone = @Zone, paused_until = @PausedUntil where id = @id",
            new { before.Language, before.Zone, before.PausedUntil, id = row.SubscriberId });
        await tx.ExecuteAsync(
            "update subscriptions set ended_at = @now, ended_by = 'undo' where subscriber_id = @id and ended_at is null and confirmed_at <= @At", new { id = row.SubscriberId, row.At, now = tx.Now });
        foreach (var kept in before.Subscriptions)
        {
            await tx.ExecuteAsync(
                """
                update subscriptions set plan = @Plan, confirmed_at = @ConfirmedAt, ended_at = @EndedAt, ended_by = @EndedBy, consent = @Consent
                where subscriber_id = @id and topic_id = @TopicId and (confirmed_at is null or confirmed_at <= @At)
                """,
                new { kept.Plan, kept.ConfirmedAt, kept.EndedAt, kept.EndedBy, kept.Consent, kept.TopicId, row.At, id = row.SubscriberId });
        }

        var reader = (await SubscriberTable.FindAsync(tx, row.SubscriberId))!;
        await SuppressionTable.LiftAsync(tx, reader.AddressHash);
        if (before.Suppression is { } reason && !await HasConfirmedSinceAsync(tx, row))
        {
            await SuppressionTable.AddAsync(tx, reader.AddressHash, reason, "as before an undo");
        }
    }

    private static async Task<bool> HasConfirmedSinceAsync(Tx tx, UndoRow row) =>
        await tx.FirstAsync<long?>(
            "select id from subscriptions where subscriber_id = @SubscriberId and confirmed_at > @At and ended_at is null limit 1", new { row.SubscriberId, row.At }) is not null;

    private static async Task<KeptReader> NowAsync(Tx tx, long subscriberId)
    {
        var reader = (await SubscriberTable.FindAsync(tx, subscriberId))!;
        var subscriptions = await tx.QueryAsync<KeptSubscription>(
            "select topic_id, plan, confirmed_at, ended_at, ended_by, consent from subscriptions where subscriber_id = @subscriberId order by id", new { subscriberId });
        var reason = await SuppressionTable.ReasonAsync(tx, reader.AddressHash);
        return new()
        {
            Language = reader.Language,
            Zone = reader.Zone,
            PausedUntil = reader.PausedUntil,
            Suppression = reason is SuppressionTable.Left or SuppressionTable.Asked ? reason : null,
            Subscriptions = subscriptions,
        };
    }
}
