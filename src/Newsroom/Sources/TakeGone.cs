using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources;

/// <summary>Slice, in the caller's transaction: items that a complete page has no more, or that their source says are withdrawn. Too many at once stand until staff say what it was.</summary>
internal sealed class TakeGone(Tx tx, string source, Fuse fuse, ILogger logger)
{
    /// <returns>How many were withdrawn.</returns>
    public async Task<int> RunAsync(ContentPage page, KnownPage known)
    {
        await VanishedItems.BackAsync(tx, source, [.. known.Again.Select(pair => pair.Item.Id)]);
        var missing = await MissingAsync(page, known);
        if (missing.Count == 0)
        {
            await VanishedItems.SettleAsync(tx, source);
            return 0;
        }

        var waiting = await VanishedItems.WaitingAsync(tx, source);
        var vanished = missing.Where(item => item.State != ItemState.Withdrawn && !waiting.Contains(item.Id)).ToList();
        // A folder with nothing in it at all is an unmounted disk more often than the end of the news.
        if (vanished.Count > 0 && (waiting.Count > 0 || fuse.Blows(vanished.Count) || (page.Complete && vanished.Count > 1 && known.There.Count == 0)))
        {
            tx.AfterCommit(() => Telemetry.FuseKept(logger, source, waiting.Count + vanished.Count, fuse.Limit));
            await VanishedItems.WaitAsync(tx, source, [.. vanished.Select(item => item.Id)], $"{waiting.Count + vanished.Count} items are gone from their source at once: their posts stay");
            return 0;
        }

        foreach (var item in missing.Where(item => item.State == ItemState.Withdrawn))
        {
            await ItemTable.MarkGoneAsync(tx, item.Id);
        }

        foreach (var item in vanished)
        {
            await WithdrawItem.RunAsync(tx, item.Id);
        }

        await VanishedItems.SettleAsync(tx, source);
        return vanished.Count;
    }

    private async Task<List<KnownItem>> MissingAsync(ContentPage page, KnownPage known)
    {
        if (!page.Complete)
        {
            var withdrawn = await IdentityTable.ByIdAsync(tx, source, [.. page.Withdrawn.Except(known.There, StringComparer.Ordinal)]);
            return [.. withdrawn.Where(item => !item.Gone)];
        }

        // All that the page has is marked as there by now: the same number in the store, and nothing is missing.
        return await IdentityTable.HereAsync(tx, source) == known.Again.Count + known.Fresh.Count
            ? []
            : [.. (await IdentityTable.AllHereAsync(tx, source)).Where(item => !known.There.Contains(item.ExternalId))];
    }
}
