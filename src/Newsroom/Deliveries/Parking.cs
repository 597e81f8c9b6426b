using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Deliveries;

/// <summary>Addresses that are closed to us for now. Their rows are kept; one of them is tried every <see cref="Outbox.ParkedCheck"/>, and the first success opens the address.</summary>
internal static class Parking
{
    public static async Task ParkAsync(Tx tx, string lane, string address, string reason)
    {
        await tx.ExecuteAsync(
            """
            insert into parked (lane, address, reason, since, checked_at) values (@lane, @address, @reason, @now, @now)
            on conflict (lane, address) do update set reason = excluded.reason, checked_at = excluded.checked_at
            """,
            new { lane, address, reason, now = tx.Now });
        await Incidents.RaiseAsync(tx, Key(lane, address), reason);
    }

    /// <returns>False: it was open.</returns>
    public static async Task<bool> OpenAsync(Tx tx, string lane, string address)
    {
        if (await tx.ExecuteAsync("delete from parked where lane = @lane and address = @address", new { lane, address }) == 0)
        {
            return false;
        }

        await Incidents.RecoverAsync(tx, Key(lane, address));
        return true;
    }

    private static string Key(string lane, string address) => $"parked/{lane}/{address}";
}
