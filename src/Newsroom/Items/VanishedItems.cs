using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: items that went from their source, too many at once for news. They stand until staff answer, or until they are back.</summary>
public static class VanishedItems
{
    /// <summary>How many of a source wait for an answer.</summary>
    public static Task<int> CountAsync(Tx tx, string source) =>
        tx.FirstAsync<int>("select count(*) from vanished_items where source = @source", new { source });

    /// <summary>Sources with items that wait for an answer.</summary>
    public static Task<IReadOnlyList<string>> SourcesAsync(Tx tx) =>
        tx.QueryAsync<string>("select distinct source from vanished_items order by source");

    /// <summary>They are gone for good: their posts are taken back.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> WithdrawAsync(Tx tx, string source)
    {
        var waiting = await WaitingAsync(tx, source);
        foreach (var id in waiting)
        {
            await ItemTable.LockAsync(tx, id);
            if (await ItemTable.FindAsync(tx, id) is { State: not ItemState.Withdrawn })
            {
                await WithdrawItem.RunAsync(tx, id);
            }
        }

        await ForgetAsync(tx, source);
        return waiting.Count;
    }

    /// <summary>Their source keeps only the newest, or lost them by accident: they stay as they stand, and nobody is asked about them again.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> LeaveAsync(Tx tx, string source)
    {
        var waiting = await WaitingAsync(tx, source);
        foreach (var id in waiting)
        {
            await ItemTable.MarkGoneAsync(tx, id);
        }

        await ForgetAsync(tx, source);
        return waiting.Count;
    }

    internal static async Task<IReadOnlySet<long>> WaitingAsync(Tx tx, string source) =>
        (await tx.QueryAsync<long>("select item_id from vanished_items where source = @source", new { source })).ToHashSet();

    internal static async Task WaitAsync(Tx tx, string source, IReadOnlyCollection<long> ids, string reason)
    {
        foreach (var id in ids)
        {
            await tx.ExecuteAsync("insert into vanished_items (item_id, source, since) values (@id, @source, @now) on conflict (item_id) do nothing", new { id, source, now = tx.Now });
        }

        await Incidents.RaiseAsync(tx, Key(source), reason);
    }

    /// <summary>Their source has them again.</summary>
    internal static async Task BackAsync(Tx tx, string source, IReadOnlyCollection<long> ids)
    {
        var back = await WaitingAsync(tx, source);
        foreach (var id in back.Intersect(ids))
        {
            await tx.ExecuteAsync("delete from vanished_items where item_id = @id", new { id });
        }
    }

    /// <summary>When none of the source waits any more, the incident is over.</summary>
    internal static async Task SettleAsync(Tx tx, string source)
    {
        if (await CountAsync(tx, source) == 0)
        {
            await Incidents.RecoverAsync(tx, Key(source));
        }
    }

    private static async Task ForgetAsync(Tx tx, string source)
    {
        await tx.ExecuteAsync("delete from vanished_items where source = @source", new { source });
        await SettleAsync(tx, source);
    }

    private static string Key(string source) => $"vanished/{source}";
}
