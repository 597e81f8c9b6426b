using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Deliveries;

/// <summary>Why a lane stands still, where operators and commands can read it.</summary>
public sealed record LaneStatus(string Name, string? DownReason, DateTimeOffset? DownSince, DateTimeOffset? NextTryAt);

internal static class LaneTable
{
    public static async Task DownAsync(Tx tx, string lane, string reason, DateTimeOffset nextTry)
    {
        await tx.ExecuteAsync(
            """
            insert into lanes (name, down_reason, down_since, next_try_at) values (@lane, @reason, @now, @nextTry)
            on conflict (name) do update set
                down_reason = excluded.down_reason, down_since = coalesce(lanes.down_since, excluded.down_since), next_try_at = excluded.next_try_at
            """,
            new { lane, reason, nextTry, now = tx.Now });
        await Incidents.RaiseAsync(tx, $"lane/{lane}", reason);
    }

    /// <returns>True: it was down until now, perhaps since an earlier process.</returns>
    public static async Task<bool> UpAsync(Tx tx, string lane)
    {
        if (await tx.ExecuteAsync("update lanes set down_reason = null, down_since = null, next_try_at = null where name = @lane and down_reason is not null", new { lane }) == 0)
        {
            return false;
        }

        await Incidents.RecoverAsync(tx, $"lane/{lane}");
        return true;
    }
}
