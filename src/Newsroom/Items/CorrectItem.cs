using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>New texts of an item. Null leaves one as it is; empty takes the summary or the correction away.</summary>
public sealed record ItemEdit(string? Title = null, string? Summary = null, string? Correction = null);

/// <summary>
/// Slice: staff change the texts of an item. Theirs stand until its source changes the same text. With a correction the change is
/// shown as one, in posts and in the next digest; without, it is a plain edit.
/// </summary>
public static class CorrectItem
{
    /// <summary>Characters; what is longer is cut. The chat cuts shorter for its own limits.</summary>
    internal const int LongestTitle = 300;
    internal const int LongestSummary = 2000;
    internal const int LongestCorrection = 500;

    public static async Task<ItemResult> RunAsync(Tx tx, long id, ItemEdit edit)
    {
        if (await StaffItem.FindAsync(tx, id) is not { } found)
        {
            return new ItemResult.Missing(id);
        }

        if (found.Item.State == ItemState.Withdrawn)
        {
            return found.Refuse(Obstacle.Withdrawn);
        }

        var orders = Orders(found, edit);
        var wanted = found.Item with
        {
            Title = orders.Title ?? found.Orders.SourceTitle ?? found.Item.Title,
            Summary = orders.HasSummary ? orders.Summary : Source(found.Orders.HasSummary, found.Orders.SourceSummary, found.Item.Summary),
            Correction = orders.HasCorrection ? orders.Correction : Source(found.Orders.HasCorrection, found.Orders.SourceCorrection, found.Item.Correction),
        };
        return wanted == found.Item ? found.Already() : await found.PutAsync(tx, orders, wanted, changed: null, route: false);
    }

    // A text that is the source's own again is no order any more.
    private static StaffOrders Orders(StaffItem found, ItemEdit edit)
    {
        var (item, orders) = (found.Item, found.Orders);
        if (Text(edit.Title, LongestTitle) is { } title)
        {
            var source = orders.Title is null ? item.Title : orders.SourceTitle!;
            orders = title == source ? orders with { Title = null, SourceTitle = null } : orders with { Title = title, SourceTitle = source };
        }

        if (edit.Summary is not null)
        {
            var (summary, source) = (Text(edit.Summary, LongestSummary), Source(orders.HasSummary, orders.SourceSummary, item.Summary));
            orders = summary == source
                ? orders with { HasSummary = false, Summary = null, SourceSummary = null }
                : orders with { HasSummary = true, Summary = summary, SourceSummary = source };
        }

        if (edit.Correction is not null)
        {
            var (correction, source) = (Text(edit.Correction, LongestCorrection), Source(orders.HasCorrection, orders.SourceCorrection, item.Correction));
            orders = correction == source
                ? orders with { HasCorrection = false, Correction = null, SourceCorrection = null }
                : orders with { HasCorrection = true, Correction = correction, SourceCorrection = source };
        }

        return orders;
    }

    private static string? Source(bool ordered, string? source, string? now) => ordered ? source : now;

    private static string? Text(string? text, int longest) => StaffText.Of(text, longest);
}
