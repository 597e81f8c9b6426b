using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Deliveries;

/// <summary>A trouble that staff should know of: one alert for it, which says later that it is over.</summary>
public sealed record Incident
{
    public required long Id { get; init; }

    /// <summary>What it is about, such as <c>source/newsroom</c>, <c>parked/discord/123</c>, <c>lane/mail</c> or <c>fuse/newsroom</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Hostile: it may quote what a stranger's server answered.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset Since { get; init; }

    /// <summary>Null: it lasts.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }
}

/// <summary>The SQL of incidents. Raising one that lasts for the same reason, and recovering one that is over, does nothing.</summary>
public static class Incidents
{
    /// <summary>A trouble that comes back within this time is the same one: something that comes and goes makes one alert, not hundreds.</summary>
    public static readonly TimeSpan SameWithin = TimeSpan.FromMinutes(15);

    /// <summary>Characters of a reason that are kept: an alert shows a few lines.</summary>
    private const int LongestReason = 500;

    private const string Columns = "id, key, reason, since, recovered_at";

    public static async Task RaiseAsync(Tx tx, string key, string reason)
    {
        reason = reason.Length > LongestReason ? reason[..LongestReason] : reason;
        var last = await tx.FirstAsync<Incident>($"select {Columns} from incidents where key = @key order by id desc limit 1", new { key });
        if (last is { RecoveredAt: null })
        {
            if (await tx.ExecuteAsync("update incidents set reason = @reason where id = @Id and reason <> @reason", new { last.Id, reason }) == 1)
            {
                await Desk.TouchAsync(tx, Cause.Incident(last.Id));
            }

            return;
        }

        if (last?.RecoveredAt > tx.Now - SameWithin)
        {
            await tx.ExecuteAsync("update incidents set reason = @reason, recovered_at = null where id = @Id", new { last.Id, reason });
            await Desk.ShowAsync(tx, Cause.Incident(last.Id));
            return;
        }

        var id = await tx.FirstAsync<long?>(
            """
            insert into incidents (key, reason, since) values (@key, @reason, @now)
            on conflict (key) where recovered_at is null do nothing returning id
            """,
            new { key, reason, now = tx.Now });
        if (id is { } raised)
        {
            await Desk.ShowAsync(tx, Cause.Incident(raised));
        }
    }

    public static async Task RecoverAsync(Tx tx, string key)
    {
        var id = await tx.FirstAsync<long?>(
            "update incidents set recovered_at = @now where key = @key and recovered_at is null returning id", new { key, now = tx.Now });
        if (id is { } over)
        {
            await Desk.TouchAsync(tx, Cause.Incident(over));
        }
    }

    public static Task<Incident?> FindAsync(Tx tx, long id) =>
        tx.FirstAsync<Incident>($"select {Columns} from incidents where id = @id", new { id });

    /// <summary>What lasts, oldest first.</summary>
    public static Task<IReadOnlyList<Incident>> OpenAsync(Tx tx) =>
        tx.QueryAsync<Incident>($"select {Columns} from incidents where recovered_at is null order by id");
}
