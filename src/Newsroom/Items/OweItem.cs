using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: an item is owed where <see cref="Routing"/> says; what wants approval gets its card on the desk.</summary>
internal static class OweItem
{
    public static async Task RunAsync(Tx tx, IReadOnlyCollection<DeliveryDraft> drafts)
    {
        if (await Outbox.EnqueueAsync(tx, drafts) == 0)
        {
            return;
        }

        foreach (var item in drafts.Where(draft => draft.HeldFor.HasFlag(HeldFor.Approval)).Select(draft => draft.Cause.Id).Distinct())
        {
            await Desk.ShowAsync(tx, Cause.Desk(item));
        }
    }
}
