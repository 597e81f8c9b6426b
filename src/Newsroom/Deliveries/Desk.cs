using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Deliveries;

/// <summary>The place in each lane where staff see cards and alerts. Where there is none, nothing is owed and nothing is lost: commands show the same.</summary>
public static class Desk
{
    /// <param name="address">Null: this lane has no desk any more.</param>
    public static Task PutAsync(Tx tx, string lane, string? address) => address is null
        ? tx.ExecuteAsync("delete from desks where lane = @lane", new { lane })
        : tx.ExecuteAsync("insert into desks (lane, address) values (@lane, @address) on conflict (lane) do update set address = excluded.address", new { lane, address });

    /// <summary>Owes a card or an alert to every desk, or says that what stands there has changed.</summary>
    internal static async Task ShowAsync(Tx tx, Cause cause)
    {
        await TouchAsync(tx, cause);
        var desks = await tx.QueryAsync<(string Lane, string Address)>("select lane, address from desks order by lane");
        await Outbox.EnqueueAsync(tx, [.. desks.Select(desk => new DeliveryDraft(desk.Lane, desk.Address, cause, 1))]);
    }

    /// <summary>What stands on a desk for this cause has changed; where nothing stands, nothing is owed.</summary>
    public static Task TouchAsync(Tx tx, Cause cause) =>
        tx.ExecuteAsync(
            """
            update deliveries set
                wanted_rev = wanted_rev + 1,
                attempt = case when state in ('sent', 'dead') then 0 else attempt end,
                due_at = case when state in ('sent', 'dead') then @now else due_at end,
                state = case when state in ('sent', 'dead') then 'pending' else state end
            where cause_kind = @Kind and cause_id = @Id
            """,
            new { cause.Kind, cause.Id, now = tx.Now });
}
