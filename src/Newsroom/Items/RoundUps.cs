using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Many items of one source in one message.</summary>
/// <param name="Items">As they are now, oldest first.</param>
public sealed record RoundUp(long Id, string Source, IReadOnlyList<Item> Items);

/// <summary>Slice: what the fuse held is posted as one message at each address, which stays true as a post does.</summary>
public static class RoundUps
{
    /// <summary>Of an address with a single held item that item is posted as always: a list of one is no list. What its route wants approved is no part of a list either.</summary>
    /// <param name="held">A condition on deliveries that the fuse holds, which may name <c>@about</c>.</param>
    /// <returns>How many posts became part of a message, or were let go.</returns>
    internal static async Task<int> PostAsync(Tx tx, string source, string held)
    {
        held = $"held_for = {(int)HeldFor.Fuse} and {held}";
        var addresses = await tx.QueryAsync<(string Lane, string Address, long Count)>(
            $"select lane, address, count(*) as count from deliveries where {held} group by lane, address order by lane, address", new { about = source });
        if (addresses.Count == 0)
        {
            return 0;
        }

        var id = await tx.FirstAsync<long>("insert into roundups (source, at) values (@source, @now) returning id", new { source, now = tx.Now });
        foreach (var (lane, address, _) in addresses.Where(address => address.Count > 1))
        {
            await tx.ExecuteAsync(
                $"insert into roundup_items (roundup_id, lane, address, item_id) select cast(@id as bigint), lane, address, cause_id from deliveries where {held} and lane = @lane and address = @address",
                new { id, about = source, lane, address });
            await tx.ExecuteAsync(
                $"update deliveries set state = 'cancelled', held_for = 0, last_error = 'posted as one message', finished_at = @now where {held} and lane = @lane and address = @address",
                new { about = source, lane, address, now = tx.Now });
            await Outbox.EnqueueAsync(tx, [new(lane, address, Cause.RoundUp(id), 1)]);
        }

        return (int)addresses.Where(address => address.Count > 1).Sum(address => address.Count);
    }

    /// <summary>Every message that lists the item says what is so now.</summary>
    internal static async Task TouchAsync(Tx tx, long itemId)
    {
        foreach (var id in await OfItemAsync(tx, itemId))
        {
            await Desk.TouchAsync(tx, Cause.RoundUp(id));
        }
    }

    /// <returns>What the message at an address lists; null: nothing.</returns>
    public static async Task<RoundUp?> FindAsync(Tx tx, long id, string lane, string address)
    {
        var source = await tx.FirstAsync<string>("select source from roundups where id = @id", new { id });
        var itemIds = await tx.QueryAsync<long>(
            "select item_id from roundup_items where roundup_id = @id and lane = @lane and address = @address order by item_id", new { id, lane, address });
        if (source is null || itemIds.Count == 0)
        {
            return null;
        }

        var items = new List<Item>();
        foreach (var itemId in itemIds)
        {
            items.Add((await ItemTable.FindAsync(tx, itemId))!);
        }

        return new RoundUp(id, source, items);
    }

    /// <summary>The messages that list an item, where each stands or is owed.</summary>
    internal static async Task<IReadOnlyList<Place>> PlacesAsync(Tx tx, long itemId) =>
        await tx.QueryAsync<Place>(
            $"""
            select {Place.Columns} from deliveries d
            where d.cause_kind = 'roundup' and exists (
                select 1 from roundup_items r where r.item_id = @itemId and r.roundup_id = d.cause_id and r.lane = d.lane and r.address = d.address)
                and d.cause_id in (select r.roundup_id from roundup_items r where r.item_id = @itemId)
            order by d.id
            """,
            new { itemId });

    private static Task<IReadOnlyList<long>> OfItemAsync(Tx tx, long itemId) =>
        tx.QueryAsync<long>("select distinct roundup_id from roundup_items where item_id = @itemId order by roundup_id", new { itemId });
}
