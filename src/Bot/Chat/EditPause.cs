using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Several edits of a published announcement within a short time become one: Discord takes about three an hour and channel (code 20022), and
/// each goes out to every server that follows. When Discord refuses one all the same, the row waits as long as it says, and what
/// was changed meanwhile comes with it. A retraction does not wait for this.
/// </summary>
internal static class EditPause
{
    /// <summary>Who is still writing saves again within this time.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>Who saves again and again is read all the same.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <returns>Null: the edit may go out now.</returns>
    public static async Task<SendOutcome.Snooze?> OfAsync(Db db, Delivery post, DateTimeOffset now, CancellationToken ct)
    {
        var (published, span) = await db.ReadAsync(
            async tx => (
                await DeliveryList.FindAsync(tx, new DeliveryQuery(PublishQueue.Lane, Address: post.Address, Cause: Cause.Crosspost(post.CauseId), Limit: 1)),
                await RevisionSpan.OfAsync(tx, post.CauseId, post.DoneRev)),
            ct);
        if (published is not [{ RemoteId: not null }] || span is not { First: { } first, Last: { } last })
        {
            return null;
        }

        var until = last + Quiet < first + Longest ? last + Quiet : first + Longest;
        return until > now ? new SendOutcome.Snooze(until - now, "changes of a published post that follow each other go out as one") : null;
    }
}
